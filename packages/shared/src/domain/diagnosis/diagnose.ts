import type { CheckResult, Evidence, Facts } from "../checklist/check.ts";
import { withDeclarations } from "../checklist/declared.ts";
import { withOrderedTuples } from "../checklist/ordered-tuples.ts";
import { tupleSubject } from "../checklist/subject.ts";
import { ALL_CAUSES } from "./all-causes.ts";
import type { Cause, Diagnosis, Rival } from "./cause.ts";
import { factsAt, placeOf, resultsAt, withTupleAlone } from "./place.ts";
import { roomEvidence } from "./room.ts";
import { say } from "./say.ts";
import { readSigns, type Signs } from "./signs.ts";
import { type CauseRule, strengthRank, type Weighing } from "./weighing.ts";

/** The leading cause must hold so many times the ports of an equally strong one. */
const LEAD = 2;
/** The table of rivals says so much of each. */
const EVIDENCE_OF_RIVAL = 2;

interface Weighed {
  rule: CauseRule;
  weighing: Weighing;
}

type Candidate = Weighed & { weighing: Extract<Weighing, { standing: "possible" }> };

/**
 * One cause with what speaks for it, and why it is no other. Pure; README.md says how one is chosen. What the verdict is
 * about, its namespace and its tuple, is asked first, so that both tell one story.
 */
export function diagnose(given: Facts, results: readonly CheckResult[]): Diagnosis {
  const facts = { ...given, current: withOrderedTuples(given.current) };
  const whole = { ...facts, policy: withDeclarations(facts.policy, facts.current) };
  const place = placeOf(facts.current, results);
  if (place === null) return weighAll(readSigns(whole, results));
  const [factsThere, resultsThere] = [factsAt(whole, place), resultsAt(results, place)];
  const there = weighAll(readSigns(factsThere, resultsThere));
  if (!isNamed(there)) return facts.current.namespaces.length > 1 ? weighAll(readSigns(whole, results)) : there;
  if (place.tuple === null || !isAboutOtherTuple(there, factsThere, place.tuple)) return there;
  const ofTuple = weighAll(readSigns(withTupleAlone(factsThere, place.tuple), resultsThere));
  return isNamed(ofTuple) ? ofTuple : there;
}

/** Its evidence is about tuples, and about this one not at all. */
function isAboutOtherTuple({ evidence }: Diagnosis, { current }: Facts, subject: string): boolean {
  const tuples = new Set(current.namespaces.flatMap((namespace) => namespace.tuples.map(tupleSubject)));
  const said = evidence.filter((each) => tuples.has(each.subject));
  return said.length > 0 && said.every((each) => each.subject !== subject);
}

const isNamed = ({ cause }: Diagnosis): boolean => cause !== "unknown" && cause !== "not-port-exhaustion";

function weighAll(signs: Signs): Diagnosis {
  const weighed = ALL_CAUSES.filter(({ platforms }) => platforms.includes(signs.os)).map((rule) => ({ rule, weighing: rule.weigh(signs) }));
  const candidates = weighed.filter(isCandidate);
  const leading = candidates.filter((each) => !candidates.some((other) => explains(other, each)));
  const named = leader(leading, signs.fullestId);
  if (named) return { cause: named.rule.id, evidence: named.weighing.evidence, rivals: rivalsOf(weighed, named, candidates) };
  const room = candidates.length === 0 ? roomEvidence(signs, weighed.filter(isBeyondHost)) : null;
  return {
    cause: room ? "not-port-exhaustion" : "unknown",
    evidence: room ?? unknownEvidence(signs),
    rivals: rivalsOf(weighed, null, candidates),
  };
}

const isCandidate = (each: Weighed): each is Candidate => each.weighing.standing === "possible" && each.weighing.strength !== "hint";

const explains = (other: Candidate, each: Candidate): boolean =>
  other.rule !== each.rule &&
  other.rule.explains.includes(each.rule.id) &&
  !each.rule.explains.includes(other.rule.id) &&
  isOneStory(other, each);

/** Connects that go unanswered may mean a translator, which a host with ports to spare cannot rule out. */
const isBeyondHost = ({ rule, weighing }: Weighed): boolean => rule.id === "snat-outside-host" && weighing.standing === "possible";

/**
 * The strongest; of equals the one in the fullest namespace, then the one that holds by far the most ports; null where none
 * stands out.
 */
function leader(candidates: readonly Candidate[], fullestId: string | null): Candidate | null {
  const [first] = candidates.toSorted(byStrength);
  if (!first) return null;
  const equals = candidates.filter(({ weighing }) => weighing.strength === first.weighing.strength).toSorted(byStrength);
  const there = equals.filter(({ weighing }) => weighing.evidence[0]?.namespaceId === fullestId);
  const [best, second] = there.length > 0 && there.length < equals.length && equals.every(isPlaced) ? there : equals;
  if (!best || !second) return best ?? null;
  return best.weighing.ports < LEAD * Math.max(1, second.weighing.ports) ? null : best;
}

/** What is found in another namespace explains nothing of this one. */
const isOneStory = (a: Candidate, b: Candidate): boolean => {
  const [first, second] = [a.weighing.evidence[0]?.namespaceId ?? null, b.weighing.evidence[0]?.namespaceId ?? null];
  return first === null || second === null || first === second;
};

/** It says in which namespace it was found, so that those of another one are another story. */
const isPlaced = ({ weighing }: Candidate): boolean => weighing.evidence[0]?.namespaceId != null;

const byStrength = (a: Candidate, b: Candidate): number =>
  strengthRank(b.weighing.strength) - strengthRank(a.weighing.strength) || b.weighing.ports - a.weighing.ports;

const STANDINGS = ["possible", "unknown", "excluded"] as const;

/** Likeliest first: possible ones by strength, then what could not be told, then what is excluded. */
function rivalsOf(weighed: readonly Weighed[], named: Candidate | null, candidates: readonly Candidate[]): Rival[] {
  const rank = ({ weighing }: Weighed) => (weighing.standing === "possible" ? strengthRank(weighing.strength) : 0);
  return weighed
    .filter(({ rule }) => rule !== named?.rule)
    .toSorted((a, b) => STANDINGS.indexOf(a.weighing.standing) - STANDINGS.indexOf(b.weighing.standing) || rank(b) - rank(a))
    .map(({ rule, weighing }) => ({
      cause: rule.id,
      standing: weighing.standing,
      evidence: [...(weighing.standing === "possible" ? symptomOf(rule.id, named, candidates) : []), ...weighing.evidence].slice(
        0,
        EVIDENCE_OF_RIVAL,
      ),
    }));
}

/** What explains it, where something does. */
const symptomOf = (id: Cause, named: Candidate | null, candidates: readonly Candidate[]): Evidence[] =>
  [...(named ? [named] : []), ...candidates.filter((each) => candidates.some((other) => other.rule.id === id && explains(each, other)))]
    .filter(({ rule }) => rule.explains.some((each) => each === id))
    .slice(0, 1)
    .map(({ rule }) => say("cause-explained", { subject: rule.id }));

/** What is known although no cause is: refusals that nothing explains. */
const unknownEvidence = ({ refusals }: Signs): Evidence[] => refusals.slice(0, EVIDENCE_OF_RIVAL).map(({ evidence }) => evidence);
