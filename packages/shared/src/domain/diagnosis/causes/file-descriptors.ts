import { logEvidence } from "../refusals.ts";
import { say } from "../say.ts";
import { linesOf, type Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Share of its limit from which on a process is about to be refused the next one (fd-confound). */
const NEAR_SHARE = 0.8;
const SPENT_SHARE = 0.95;

/** A process has no descriptor left: it can open neither sockets nor files, however many ports are free. */
export const fileDescriptors = defineCause({
  id: "file-descriptors",
  platforms: ["linux", "darwin", "freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const lines = linesOf(signs, "file-descriptors").map(logEvidence);
    const worst = fullestProcess(signs);
    const use = worst
      ? [
          say("cause-descriptors", {
            subject: worst.name,
            observed: worst.share,
            unit: "ratio",
            figures: { used: worst.used, limit: worst.limit },
          }),
        ]
      : [];
    const share = worst?.share ?? 0;
    if (lines.length > 0 && share > NEAR_SHARE) return possible("proof", 0, [...use, ...lines.slice(0, 1)]);
    if (lines.length > 0) return possible("strong", 0, [...lines.slice(0, 2), ...use]);
    if (share > SPENT_SHARE) return possible("strong", 0, use);
    if (share > NEAR_SHARE) return possible("likely", 0, use);
    return worst ? excluded(...use) : undecided(say("cause-no-owner"));
  },
});

function fullestProcess({ current }: Signs) {
  const known = current.namespaces
    .flatMap(({ processes }) => processes)
    .flatMap(({ name, descriptors }) =>
      descriptors?.limit ? [{ name, used: descriptors.used, limit: descriptors.limit, share: descriptors.used / descriptors.limit }] : [],
    );
  return known.toSorted((a, b) => b.share - a.share)[0] ?? null;
}
