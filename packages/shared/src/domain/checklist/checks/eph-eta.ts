import type { Snapshot } from "../../host/snapshot.ts";
import { beforeOf, type Forecast, forecastOf, LEAST_READINGS, TREND_MINUTES, type UseReading } from "../../ports/forecast.ts";
import { type Outlook, outlookOf } from "../../ports/outlook.ts";
import { rateCeiling } from "../../ports/steady-state.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type UnknownCause } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import { holdOf, type PortSupply, suppliesOf } from "../port-supplies.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { blindTo } from "../unread.ts";
import { usedRatio } from "../used-ratio.ts";

/** Minutes to exhaustion, below which the check fails or warns. */
const FAIL_MINUTES = 30;
const WARN_MINUTES = 60;
/** Connections are set up anew after a start: their rate is not the host's. */
const SETTLED_UPTIME_MS = 10 * 60_000;
/** A supply that neither uses nor is heading for more than this is hours from its end, or will show here in time. */
const IDLE_RATIO = 0.05;

/**
 * When ports run out: by the rate of new connections (Little's law), its trend, and leaks. One snapshot alone tells where the
 * rate settles; without a trend beside it nothing is sure enough for a pass, unless no port is in use.
 */
export const ephEta = defineCheck({
  id: "eph-eta",
  number: 3,
  founding: 2,
  needs: { parts: ["tcp", "range"], minutes: TREND_MINUTES },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history, policy }: Facts): CheckOutcome {
    const hold = holdOf(current, history.snapshots);
    const supplies = suppliesOf(current, hold);
    const outlooks = supplies.map((supply) => ({ supply, outlook: outlookOf(supply.use) })).filter(({ supply }) => supply.use.used > 0);
    const busy = outlooks.filter(isBusy);
    const judged = busy.map(({ supply }) => {
      const readings = readingsOf(supply, current, history.snapshots);
      return judge({ supply, outlook: outlookOf(supply.use, beforeOf(readings)), forecast: forecastOf(readings) }, policy.tuple.warnRatio);
    });
    const evidenceOf = (severity: Judged["severity"]) =>
      judged.filter((each) => each.severity === severity).map(({ evidence }) => evidence);
    const isYoung = (current.host.uptimeMs ?? Number.POSITIVE_INFINITY) < SETTLED_UPTIME_MS;
    const isUnsure = history.snapshots.length + 1 < LEAST_READINGS || isYoung;
    const unsure = outlooks.length > 0 && (isUnsure || judged.some(({ severity }) => severity === "early"));
    const blind = blindTo(current, "udp");
    return outcomeOf({
      fail: isYoung ? evidenceOf("fail").filter(({ rule }) => rule === "eta-gone") : evidenceOf("fail").sort(soonest),
      warn: isYoung ? [] : evidenceOf("warn").sort(soonest),
      notes: [
        ...(judged.some(({ severity }) => severity === "fail" || severity === "warn") ? [] : closest(outlooks)),
        ...evidenceOf("note").sort(soonest),
        ...busy.flatMap(halfAhead),
        ...blind.notes,
      ],
      causes: [...(unsure ? [FIVE_SAMPLES] : []), ...blind.causes],
    });
  },
});

const FIVE_SAMPLES: UnknownCause = { kind: "needs", what: "five-samples" };

interface Looked {
  supply: PortSupply;
  outlook: Outlook;
}

interface Judged {
  /** `early`: more readings could tell; `note`: it will run out, but not soon. */
  severity: "fail" | "warn" | "note" | "early" | null;
  evidence: Evidence;
}

const isBusy = ({ supply: { use }, outlook }: Looked): boolean => headingOf(use, outlook) > IDLE_RATIO;

const headingOf = (use: PortSupply["use"], { steadyPorts }: Outlook): number =>
  Math.max(usedRatio(use), steadyPorts.isKnown ? usedRatio({ used: steadyPorts.value, capacity: use.capacity }) : 0);

function judge(looked: Looked & { forecast: Forecast }, warnRatio: number): Judged {
  const { supply, outlook, forecast } = looked;
  const { used, capacity } = supply.use;
  if (used >= capacity) return { severity: "fail", evidence: evidenceOf(looked, "eta-gone", used, null, "ports") };
  const { steadyPorts, opensPerSecond, ceilingPerSecond } = outlook;
  if (steadyPorts.isKnown && steadyPorts.value >= capacity) {
    const ceiling = ceilingPerSecond?.isKnown ? ceilingPerSecond.value : mostPerSecond(supply.use);
    const rate = opensPerSecond.isKnown ? opensPerSecond.value : 0;
    return { severity: "fail", evidence: evidenceOf(looked, "eta-over-ceiling", rate, ceiling, "perSecond") };
  }
  const minutes = forecast.kind === "minutes" ? forecast.best : Number.POSITIVE_INFINITY;
  if (minutes < FAIL_MINUTES) return { severity: "fail", evidence: evidenceOf(looked, "eta-soon", minutes, FAIL_MINUTES, "minutes") };
  if (minutes < WARN_MINUTES) return { severity: "warn", evidence: evidenceOf(looked, "eta-soon", minutes, WARN_MINUTES, "minutes") };
  const steady = steadyPorts.isKnown ? steadyPorts.value / capacity : 0;
  if (steady > warnRatio) return { severity: "warn", evidence: evidenceOf(looked, "eta-settles", steady, warnRatio, "ratio") };
  if (forecast.kind === "minutes") return { severity: "note", evidence: evidenceOf(looked, "eta-later", minutes, null, "minutes") };
  return { severity: forecast.kind === "unknown" ? "early" : null, evidence: evidenceOf(looked, "eta-closest", steady, null, "ratio") };
}

/** What is borne of connections that live for no time, where their life is not known. */
const mostPerSecond = ({ capacity, blocked, hold }: PortSupply["use"]): number => rateCeiling(capacity, blocked, 0, hold.seconds) ?? 0;

function evidenceOf(looked: Looked & { forecast?: Forecast }, rule: Rule, observed: number, limit: number | null, unit: Evidence["unit"]) {
  const { supply, outlook, forecast } = looked;
  const { use } = supply;
  const evidence: Evidence = {
    subject: supply.subject,
    namespaceId: supply.namespace.id,
    observed: rounded(observed, unit === "ratio" ? 4 : 1),
    limit: limit === null ? null : rounded(limit, unit === "ratio" ? 4 : 1),
    unit,
    rule,
    figures: { ...namespaceFigure(supply.namespace), capacity: use.capacity, used: use.used, holdSeconds: rounded(use.hold.seconds, 1) },
  };
  const figures = evidence.figures!;
  const add = (name: string, value: number | null | undefined) => {
    if (value != null) figures[name] = rounded(value, 1);
  };
  const known = (figure: Outlook["opensPerSecond"] | null) => (figure?.isKnown ? figure.value : null);
  add("opensPerSecond", known(outlook.opensPerSecond));
  add("ceilingPerSecond", known(outlook.ceilingPerSecond));
  add("lifeSeconds", known(outlook.lifeSeconds));
  add("steadyPorts", known(outlook.steadyPorts));
  add("seconds", outlook.secondsToFull);
  if (forecast && forecast.kind !== "unknown") add("low", forecast.low);
  if (forecast?.kind === "minutes") add("high", forecast.high);
  return evidence;
}

/** Within a day and a tenth: no sentence needs more. */
const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Gone, over the ceiling, then the fewest minutes, then the fullest. */
const ORDER: Partial<Record<Rule, number>> = { "eta-gone": 0, "eta-over-ceiling": 1, "eta-soon": 2, "eta-settles": 3 };
const soonest = (a: Evidence, b: Evidence): number =>
  (ORDER[a.rule] ?? 4) - (ORDER[b.rule] ?? 4) || (a.unit === "minutes" ? -byObserved(a, b) : byObserved(a, b));

/** What comes nearest to its end, where nothing is near. */
function closest(outlooks: readonly Looked[]): Evidence[] {
  const [first] = outlooks.toSorted((a, b) => headingOf(b.supply.use, b.outlook) - headingOf(a.supply.use, a.outlook));
  if (first === undefined) return [];
  const { supply, outlook } = first;
  if (outlook.steadyPorts.isKnown) return [evidenceOf(first, "eta-closest", headingOf(supply.use, outlook), null, "ratio")];
  return [evidenceOf(first, "eta-rate-unseen", usedRatio(supply.use), null, "ratio")];
}

/** Only connect() pays for the half that it tries first. */
function halfAhead({ supply, outlook }: Looked): Evidence[] {
  const { isPast, crossesInSeconds, slowdown } = outlook.half;
  if (supply.kind !== "tuple" || isPast || crossesInSeconds === null) return [];
  const evidence = evidenceOf({ supply, outlook }, "eta-half", usedRatio(supply.use), null, "ratio");
  return [{ ...evidence, figures: { ...evidence.figures, seconds: crossesInSeconds, slowerLow: slowdown.low, slowerHigh: slowdown.high } }];
}

/** A supply through time, the present last. */
const readingsOf = ({ namespace, use, readIn }: PortSupply, current: Snapshot, earlier: readonly Snapshot[]): UseReading[] => [
  ...earlier.flatMap(({ capturedAtMs, namespaces }) => {
    const then = namespaces.find(({ id }) => id === namespace.id);
    const earlierUse = then ? readIn(then) : null;
    return earlierUse ? [{ atMs: capturedAtMs, use: earlierUse }] : [];
  }),
  { atMs: current.capturedAtMs, use },
];
