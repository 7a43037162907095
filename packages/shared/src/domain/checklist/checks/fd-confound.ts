import type { NamespaceSnapshot, ProcessUse, Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import { processFigures, processSubject } from "../process-subject.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { blindTo, unreadOnHost } from "../unread.ts";

const SHORT_RATIO = 0.8;
const LOGGED_HOURS = 24;

/** File descriptors and the listen backlog: what looks like a shortage of ports and is none. */
export const fdConfound = defineCheck({
  id: "fd-confound",
  number: 33,
  founding: null,
  needs: { parts: ["tcp"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current }: Facts): CheckOutcome {
    const limited = current.namespaces
      .flatMap((namespace) => namespace.processes.flatMap((process) => limitedUse(namespace, process)))
      .sort(byObserved);
    const isShort = ({ observed }: Evidence) => observed > SHORT_RATIO;
    const logged = refusalsLogged(current);
    const blind = blindTo(current, "processes");
    return outcomeOf({
      warn: [...limited.filter(isShort), ...logged],
      notes: [
        ...(limited.some(isShort) ? [] : limited.slice(0, 1).map((each) => ({ ...each, limit: null, rule: "descriptors-most" as Rule }))),
        ...listenDrops(current),
        ...blind.notes,
      ],
      causes: [...blind.causes, ...(hasNoDescriptors(current) ? unreadOnHost(current, { parts: ["logs"], minutes: 0 }) : [])],
    });
  },
});

/** Of no process that is known: then only logs could tell. */
const hasNoDescriptors = ({ namespaces }: Snapshot): boolean => {
  const processes = namespaces.flatMap((namespace) => namespace.processes);
  return processes.length > 0 && processes.every(({ descriptors }) => descriptors === undefined);
};

function limitedUse(namespace: NamespaceSnapshot, process: ProcessUse): Evidence[] {
  const { used, limit } = process.descriptors ?? { used: 0, limit: null };
  if (limit === null || limit === 0) return [];
  return [
    {
      subject: processSubject(process),
      namespaceId: namespace.id,
      observed: used / limit,
      limit: SHORT_RATIO,
      unit: "ratio",
      rule: "descriptors-short",
      figures: { ...namespaceFigure(namespace), ...processFigures(process) },
    },
  ];
}

const refusalsLogged = ({ logs = [], capturedAtMs }: Snapshot): Evidence[] =>
  logs
    .filter(
      ({ signature, lastMs }) => signature === "file-descriptors" && lastMs !== null && lastMs >= capturedAtMs - LOGGED_HOURS * 3_600_000,
    )
    .map(({ source, process, count }) => ({
      subject: process ?? source,
      namespaceId: null,
      observed: count,
      limit: 0,
      unit: "failures",
      rule: "descriptors-logged",
    }));

/** Of the whole host: which listener's queue was full is in no counter. */
const listenDrops = ({ counters }: Snapshot): Evidence[] =>
  counters && counters.listenDrops > 0
    ? [{ subject: "ListenDrops", namespaceId: null, observed: counters.listenDrops, limit: null, unit: "packets", rule: "listen-drops" }]
    : [];
