import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Bound ports of one process, from which on they are forgotten ones (win-bound). */
const LEAK_LEAST = 1_000;
/** Share of the pool, where the pool is small. */
const SHARE_LEAST = 0.5;
const SHARE_OF_AT_LEAST = 50;

interface Holder {
  pid: number | null;
  process: string;
  ports: number;
  capacity: number;
}

/** Ports that sockets are bound to which neither connect nor listen. Plain listings of sockets do not show them. */
export const leakBound = defineCause({
  id: "leak-bound",
  platforms: ["linux", "windows"],
  explains: ["range-size", "bind-before-connect", "file-descriptors", "long-lived-connections"],

  weigh(signs): Weighing {
    const holders = distinct(holdersOf(signs)).toSorted((a, b) => b.ports - a.ports);
    const [worst] = holders;
    if (!worst) return undecided(unreadPart(signs.current, signs.os === "windows" ? "windows" : "boundInactive"));
    const isLeak = worst.ports >= LEAK_LEAST || (worst.ports >= SHARE_OF_AT_LEAST && worst.ports > SHARE_LEAST * worst.capacity);
    if (!isLeak) return excluded(few("bound", worst.ports));
    const leaking = holders.filter(({ ports }) => ports >= LEAK_LEAST || ports === worst.ports).slice(0, 3);
    return possible(
      "strong",
      leaking.reduce((sum, { ports }) => sum + ports, 0),
      leaking.map(({ process, ports, capacity }) =>
        say(process === "" ? "cause-bound-pool" : "cause-bound", {
          subject: process,
          observed: ports,
          unit: "ports",
          figures: { capacity },
        }),
      ),
    );
  },
});

/** Two sources may know the same process. */
const distinct = (holders: readonly Holder[]): Holder[] => [
  ...new Map(holders.toReversed().map((each) => [each.pid ?? each.process, each])).values(),
];

/** Ports that many processes hold together, each of them too few to stand out, are gone all the same. */
function manyTogether(holders: readonly Holder[]): Holder[] {
  const ports = holders.reduce((sum, each) => sum + each.ports, 0);
  const capacity = holders[0]?.capacity ?? 0;
  const isOne = holders.some((each) => each.ports >= LEAK_LEAST || each.ports * 2 >= ports);
  return isOne || ports <= SHARE_LEAST * capacity ? [] : [{ pid: null, process: "", ports, capacity }];
}

function holdersOf({ current }: Signs): Holder[] {
  const windows = (current.windows?.bound ?? []).map(({ pid, process, ports }) => ({
    pid,
    process: process === null ? `PID ${pid}` : `${process} (${pid})`,
    ports,
    capacity: current.namespaces[0]?.capacity ?? 0,
  }));
  const isNone = current.windows?.bound?.length === 0;
  const ofNamespaces = current.namespaces.flatMap(({ processes, pools, capacity }): Holder[] => {
    const known = processes.flatMap(({ name, pid, boundInactive }) =>
      boundInactive === undefined ? [] : [{ pid, process: `${name} (${pid})`, ports: boundInactive, capacity: capacity ?? 0 }],
    );
    const seen = pools.flatMap(({ boundInactive }) => boundInactive ?? []);
    const sum = seen.reduce((a, b) => a + b, 0);
    const isNamed = known.some(({ ports }) => ports * 2 >= sum && ports > 0);
    return [...known, ...(seen.length > 0 && !isNamed ? [{ pid: null, process: "", ports: sum, capacity: capacity ?? 0 }] : [])];
  });
  const isSeenEmpty =
    current.host.os === "linux" && current.namespaces.some(({ source, pools }) => source === "netlink" && pools.length === 0);
  const none: Holder = { pid: null, process: "", ports: 0, capacity: 0 };
  return [...windows, ...manyTogether(windows), ...ofNamespaces, ...(isNone || isSeenEmpty ? [none] : [])];
}
