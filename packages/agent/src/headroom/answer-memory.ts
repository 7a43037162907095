import { isEphemeral } from "@berth/shared/domain/ports/port-owner.ts";
import { SETTLED } from "@berth/shared/domain/ports/settled-owners.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";

/** The answers about one namespace: ports in ascending order, who was on each, and what the kernel said. */
interface Remembered {
  ports: Uint16Array;
  tenants: Uint32Array;
  answers: Uint8Array;
}

/**
 * Answers of earlier rounds, good while the very same sockets are on a port: one more or one less, or one that went into
 * TIME_WAIT, and the port is asked about anew. Only where a bucket has no memory of its own may answers be kept.
 */
export class AnswerMemory {
  #last = new Map<string, Remembered>();
  #current = new Map<string, Remembered>();
  readonly #tenants = new Uint32Array(65_536);

  /** Starts a round; a namespace that the round before did not meet is forgotten. */
  begin(): void {
    this.#last = this.#current;
    this.#current = new Map();
  }

  /** Writes what still stands into `owners` (SETTLED values) and answers the open ports that are left. */
  recall(namespaceId: string, table: SocketTable, open: Uint16Array, owners: Uint8Array): Uint16Array {
    this.#countTenants(table);
    const known = this.#last.get(namespaceId);
    if (!known) return open;
    const { ports, tenants, answers } = known;
    const current = this.#tenants;
    for (let at = 0; at < ports.length; at++) {
      const port = ports[at]!;
      // One that has been reserved since is not open, whoever is on it.
      if (tenants[at] === current[port] && isEphemeral(table.portClass[port]!)) owners[port] = answers[at]!;
    }
    return portsOf(open, owners, false);
  }

  /** Remembers the answers for the table of the `recall` before. */
  keep(namespaceId: string, open: Uint16Array, owners: Uint8Array): void {
    const current = this.#tenants;
    const ports = portsOf(open, owners, true);
    const tenants = new Uint32Array(ports.length);
    const answers = new Uint8Array(ports.length);
    for (let at = 0; at < ports.length; at++) {
      tenants[at] = current[ports[at]!]!;
      answers[at] = owners[ports[at]!]!;
    }
    this.#current.set(namespaceId, { ports, tenants, answers });
  }

  /** A number for the set of sockets on each port: the same set, the same number. */
  #countTenants(table: SocketTable): void {
    const tenants = this.#tenants;
    const { length, port, group, inode } = table;
    tenants.fill(0);
    const hashes = new Int32Array(table.groupCount);
    for (let each = 0; each < hashes.length; each++) hashes[each] = table.groupHash(each);
    for (let row = 0; row < length; row++)
      tenants[port[row]!]! += Math.imul(hashes[group[row]!]! ^ Math.imul(inode[row]!, 0xc2b2ae3d), 0x9e3779b1) | 1;
  }
}

/** Of the ports those that are answered, or those that are not. */
function portsOf(open: Uint16Array, owners: Uint8Array, isAnswered: boolean): Uint16Array {
  const ports = new Uint16Array(open.length);
  let count = 0;
  for (let at = 0; at < open.length; at++) {
    const port = open[at]!;
    if ((owners[port] !== SETTLED.notAsked) === isAnswered) ports[count++] = port;
  }
  return ports.slice(0, count);
}
