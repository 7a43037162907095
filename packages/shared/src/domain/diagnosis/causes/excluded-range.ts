import { clipIntervals, countPorts, includesPort, intervalSize } from "../../network/port-interval.ts";
import { say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Share of the dynamic range that excluded blocks may take (win-excl). */
const EATEN_SHARE = 0.4;

/** Hyper-V, WinNAT and administrators exclude blocks of ports: bind() to one is refused with WSAEACCES, and none is given out. */
export const excludedRange = defineCause({
  id: "excluded-range",
  platforms: ["windows"],
  explains: ["range-size", "listener-in-range"],

  weigh(signs): Weighing {
    const refused = signs.refusals.filter(({ kind }) => kind === "port-refused");
    const blocks = [...(signs.current.windows?.excluded.tcp ?? []), ...(signs.current.windows?.excluded.udp ?? [])];
    const inBlock = refused.find(({ port }) => port !== null && includesPort(blocks, port));
    if (inBlock) {
      const block = blocks.find(({ low, high }) => low <= inBlock.port! && inBlock.port! <= high)!;
      const evidence = say("cause-port-excluded", {
        subject: String(inBlock.port),
        figures: { blockLow: String(block.low), blockHigh: String(block.high) },
      });
      return possible("proof", 1, [evidence, inBlock.evidence]);
    }
    const eaten = eatenShare(signs);
    if (eaten !== null && eaten > EATEN_SHARE) {
      const strength = signs.refusals.length > 0 || signs.fullest > signs.policy.host.warnRatio ? "strong" : "likely";
      return possible(strength, 0, [say("cause-excluded-share", { observed: eaten, unit: "ratio" })]);
    }
    const said = refused.slice(0, 2).map(({ evidence }) => evidence);
    if (refused.some(({ port }) => port === null) && blocks.length > 0) return possible("likely", 0, said);
    if (refused.some(({ port }) => port !== null && isFreeInRange(signs, port)) && !isListed(signs)) return possible("likely", 0, said);
    if (isListed(signs)) return excluded(say("cause-excluded-share", { observed: eaten ?? 0, unit: "ratio" }));
    return refused.length > 0 ? possible("hint", 0, said) : undecided(unreadPart(signs.current, "windows"));
  },
});

const isListed = ({ current }: Signs): boolean => current.windows?.excluded.tcp != null;

/** Share of the dynamic TCP range inside excluded blocks; null where either is not known. */
function eatenShare({ current }: Signs): number | null {
  const range = current.windows?.dynamic.tcp4 ?? current.namespaces[0]?.range ?? null;
  const blocks = current.windows?.excluded.tcp ?? null;
  return range && blocks ? countPorts(clipIntervals(blocks, range)) / intervalSize(range) : null;
}

/** The sockets were read, and none waits for peers on this port of the range: only an exclusion is left to refuse it. */
const isFreeInRange = ({ current, isRead }: Signs, port: number): boolean =>
  isRead &&
  current.namespaces.some(({ range }) => range !== null && includesPort([range], port)) &&
  !current.namespaces.some(({ listeners }) => listeners.some((listener) => listener.port === port));
