import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Fewer entries than these are the everyday work of a server, about which nobody asks. */
const MANY_ENTRIES = 5_000;
/** Server-side entries for each outbound one, from which on the server side is what a person sees. */
const SHARE_LEAST = 4;

/** A service of this host closes first: TIME_WAIT piles up on its own port, where it costs no ephemeral port. */
export const serverSideTimeWait = defineCause({
  id: "server-side-time-wait",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const read = signs.current.namespaces.filter(({ serverTimeWait }) => serverTimeWait !== null);
    if (read.length === 0) return undecided(unreadPart(signs.current, "tcp"));
    const [worst] = read.toSorted((a, b) => (b.serverTimeWait ?? 0) - (a.serverTimeWait ?? 0));
    const entries = worst?.serverTimeWait ?? 0;
    if (entries < MANY_ENTRIES || entries < SHARE_LEAST * outbound(signs)) return excluded(few("server-time-wait", entries));
    const evidence = say("time-wait-server-side", { namespace: worst ?? null, observed: entries });
    return possible(signs.fullest <= signs.policy.tuple.warnRatio ? "likely" : "hint", 0, [evidence]);
  },
});

const outbound = ({ destinations }: Signs): number => destinations.reduce((sum, { tuple }) => sum + tuple.timeWait, 0);
