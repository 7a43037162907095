import type { PortSharing } from "../platforms/port-sharing.ts";
import { notSettled, openPorts, SETTLED, type SettledOwners } from "./settled-owners.ts";
import type { SocketTable } from "./socket-table.ts";

/**
 * Who took the ports of a table, on a system whose rule for it is known and is not Linux's.
 *
 * Where nothing is shared, a port in use is closed to every other connection, whoever took it; where everything is, it is
 * open to all other destinations. Where it depends on the socket, `low` and `high` stand for the two.
 */
export function ownersBySharing(table: SocketTable, sharing: PortSharing): SettledOwners {
  const open = openPorts(table);
  if (sharing === "sometimes") return notSettled(open.length, "unsupported");
  const owners = new Uint8Array(65_536);
  for (const port of open) owners[port] = sharing === "never" ? SETTLED.bindOwned : SETTLED.connectOwned;
  return { ...notSettled(open.length, "unsupported"), method: "exact", asked: open.length, owners, reason: null };
}
