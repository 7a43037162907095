import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { bestOf } from "../best-of.ts";
import { isResolver } from "../runtimes.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** UDP ports of one process that answers no names, from which on they are forgotten ones (udp-eph). */
const LEAK_LEAST = 500;
/** A pool so full that the next socket may be refused. */
const FULL_SHARE = 0.6;
/** Share of the used ports that makes one process the one to blame. */
const HOLDER_SHARE = 0.5;

/** A process that opens UDP sockets and does not close them. TCP goes on working; names are no longer found. */
export const udpLeak = defineCause({
  id: "udp-leak",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const refused = signs.refusals.filter(({ kind }) => kind === "udp");
    const read = signs.current.namespaces.filter(({ udp, capacity }) => udp !== null && capacity !== null);
    if (read.length === 0) {
      const says = refused.map(({ evidence }) => evidence);
      return says.length > 0 ? possible("hint", 0, says.slice(0, 2)) : undecided(unreadPart(signs.current, "udp"));
    }
    const ports = Math.max(...read.map(({ udp }) => udp?.portsInRange ?? 0));
    return bestOf(read.map((namespace) => leakIn(signs, namespace))) ?? excluded(few("udp", ports));
  },
});

function leakIn({ refusals, current }: Signs, namespace: NamespaceSnapshot): Weighing {
  const used = namespace.udp?.portsInRange ?? 0;
  const capacity = udpCapacity(current.windows?.dynamic.udp4, namespace.capacity ?? 0);
  const share = used / Math.max(1, capacity);
  const [holder] = namespace.processes.toSorted((a, b) => (b.udpPortsInRange ?? 0) - (a.udpPortsInRange ?? 0));
  const held = holder?.udpPortsInRange ?? 0;
  const refused = refusals.filter(({ kind }) => kind === "udp").map(({ evidence }) => evidence);
  if (holder && held > 0 && isResolver(holder.name))
    return excluded(say("cause-udp", { subject: holder.name, namespace, observed: held, figures: { capacity } }));
  const isHolder = holder !== undefined && held >= HOLDER_SHARE * used && held >= Math.min(LEAK_LEAST, FULL_SHARE * capacity);
  const evidence = isHolder
    ? say("cause-udp", { subject: holder.name, namespace, observed: held, unit: "ports", figures: { capacity } })
    : say("cause-udp-pool", { namespace, observed: share, unit: "ratio", figures: { used, capacity } });
  if (share > FULL_SHARE) return possible(isHolder || refused.length > 0 ? "strong" : "likely", used, [evidence, ...refused.slice(0, 1)]);
  if (isHolder && refused.length > 0) return possible("likely", held, [evidence, ...refused.slice(0, 1)]);
  return isHolder ? possible("hint", held, [evidence]) : excluded(few("udp", used));
}

/** Windows keeps a range of its own for UDP. */
const udpCapacity = (range: { low: number; high: number } | null | undefined, capacity: number): number =>
  range ? range.high - range.low + 1 : capacity;
