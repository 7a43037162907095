import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import type { SimulatedTuple, Simulation } from "@berth/shared/domain/ports/simulate.ts";
import type { Collision } from "@berth/shared/domain/remedies/collisions.ts";
import type { CliWhatIfText } from "@berth/shared/text/cli-what-if.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { Figures } from "./figures.ts";
import type { ProposedChanges } from "./read-changes.ts";

interface VerdictFacts {
  simulation: Simulation;
  collisions: readonly Collision[];
  proposed: ProposedChanges;
  language: Language;
  words: CliWhatIfText;
}

/** What the changes would do to the tightest tuple, in a sentence or two. */
export function verdictSentence({ simulation, collisions, proposed, language, words }: VerdictFacts): string {
  const { verdict } = words;
  if (proposed.changes.length === 0) return verdict.onlyRefused;
  const blocking = collisions.filter(({ severity }) => severity === "blocks").length;
  const [tightest] = simulation.tuples;
  const effect = tightest ? effectOn(tightest, language, words) : nothingOutbound(simulation, language, words);
  const parts = [effect, ...(blocking > 0 ? [verdict.solveFirst(blocking)] : [])];
  return parts.join(language === "ja" ? "" : " ");
}

function effectOn(tuple: SimulatedTuple, language: Language, { verdict }: CliWhatIfText): string {
  const { before, after } = tuple;
  const figures = new Figures(language);
  const subject = tupleName(tuple);
  const isSame =
    before.capacity === after.capacity &&
    before.headroom.best === after.headroom.best &&
    before.settles.best === after.settles.best &&
    before.verdict === after.verdict;
  if (isSame) return verdict.same(subject);
  const written = (use: typeof before) => ({ left: figures.count(use.headroom.best ?? use.capacity), settles: figures.settledShare(use) });
  const rate = after.connectionsPerSecond === 0 ? null : figures.rate(after.connectionsPerSecond);
  return verdict.changes(subject, written(before), written(after), rate, remediesText(language).verdict[after.verdict]);
}

const tupleName = ({ source, destination }: Pick<SimulatedTuple, "source" | "destination">): string =>
  `${source} → ${formatEndpoint(destination.address, destination.port)}`;

function nothingOutbound({ before, after }: Simulation, language: Language, { verdict }: CliWhatIfText): string {
  const figures = new Figures(language);
  const ports = ({ range, reserved }: Simulation["before"]) => figures.count(capacityOf(range, reserved));
  return verdict.nothingOutbound(ports(before), ports(after));
}
