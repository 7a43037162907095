import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import type { Diagnosis } from "@berth/shared/domain/diagnosis/cause.ts";
import { judgeSnapshot } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { findFolklore } from "@berth/shared/domain/remedies/folklore.ts";
import { rankRemedies } from "@berth/shared/domain/remedies/rank-remedies.ts";
import { REMEDY_IDS, type RemedyId } from "@berth/shared/domain/remedies/remedy.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { wordRemedy } from "@berth/shared/text/worded-remedy.ts";
import { type FlagValues, parseOnlyFlags } from "../adapters/flags.ts";
import { paintFor } from "../terminal/paint.ts";
import { readChanges } from "../what-if/read-changes.ts";
import { remediesPage } from "../what-if/remedies-page.ts";
import { remedyPage } from "../what-if/remedy-page.ts";
import { readWhatIfFacts, type WhatIfFacts } from "../what-if/what-if-facts.ts";
import { type WhatIfStyle, whatIfPage } from "../what-if/what-if-page.ts";
import { isContainer, whatIfReport, wordedFolklore } from "../what-if/what-if-report.ts";
import type { CommandIo } from "./command-io.ts";
import { nearestWords } from "./nearest-word.ts";
import { hostFlagsOf, openHost, REPLAY_FLAGS, type ReplayFlags } from "./open-host.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { sayError } from "./say-error.ts";
import { UsageError } from "./usage-error.ts";

const FLAGS = {
  set: { takes: "values", example: '--set net.ipv4.ip_local_port_range="15000 64999"' },
  reserve: { takes: "values", example: "--reserve 30000-32767,50051" },
  pool: { takes: "value", example: "--pool 20" },
  sources: { takes: "value", example: "--sources 2" },
  destinations: { takes: "value", example: "--destinations 3" },
  "no-port": { takes: "nothing" },
  remedy: { takes: "value", example: "--remedy tw-reuse" },
  json: { takes: "nothing" },
  passive: PASSIVE_FLAG,
  ...REPLAY_FLAGS,
} as const;

const EXIT = { answered: 0, unread: 3 } as const;
const COLUMNS = 80;
const NEAREST_SHOWN = 3;
const NO_HISTORY = { minutes: 0, snapshots: [] };

/** Works a change out before anybody makes it; without one, ranks every remedy. Exit code: 0 answered, 3 range or sockets unread. */
export async function whatIf(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const wanted = readRemedyId(flags);
  const collector = await openHost(flags, io, { labels: {}, settles: !flags.passive });
  try {
    const facts = readWhatIfFacts(collector);
    if (!facts) {
      sayError(io, io.text.whatIf.unreadable);
      return EXIT.unread;
    }
    const proposed = readChanges(flags, facts.snapshot.host, facts.present);
    const isRanking = proposed.changes.length + proposed.refused.length === 0;
    const style = styleOf(io, flags);
    const { json, page } = isRanking ? ranking(facts, style, wanted) : answer(facts, proposed, style);
    io.writeOut(flags.json ? `${JSON.stringify(json, null, io.isTerminal ? 2 : 0)}\n` : page());
    return EXIT.answered;
  } finally {
    collector.close();
  }
}

function answer(facts: WhatIfFacts, proposed: ReturnType<typeof readChanges>, style: WhatIfStyle) {
  const report = whatIfReport(facts, proposed, style.language, style.whatIf);
  return { json: report, page: () => whatIfPage(report, style) };
}

/** The namespace of the command first; another one where only there something is wrong. Where nothing is, what would give more room. */
function ranking({ snapshot, namespace, simulator, listeners }: WhatIfFacts, style: WhatIfStyle, wanted: RemedyId | null) {
  const { language } = style;
  const here = judge({ ...snapshot, namespaces: [namespace] });
  const diagnosis = here.cause === "not-port-exhaustion" ? judge(snapshot) : here;
  const { cause } = diagnosis;
  const place = cause === "not-port-exhaustion" ? null : diagnosis.evidence.find(({ namespaceId }) => namespaceId !== null)?.namespaceId;
  const acted = snapshot.namespaces.find(({ id }) => id === place) ?? namespace;
  const own = acted === namespace ? { simulator, listeners } : {};
  const remedies = rankRemedies(
    { snapshot, namespaceId: acted.id, ...own },
    { ...diagnosis, cause: cause === "not-port-exhaustion" ? "unknown" : cause },
  ).map((remedy) => wordRemedy(language, remedy, { os: snapshot.host.os, isContainer: isContainer(acted) }));
  const folklore = findFolklore(snapshot).map((finding) => wordedFolklore(finding, language));
  if (wanted !== null) {
    const remedy = remedies.find(({ id }) => id === wanted) ?? null;
    const page = () => (remedy ? remedyPage(remedy, style) : `${style.whatIf.notHere(remediesText(language).title[wanted])}\n`);
    return { json: { version: 1, cause, namespaceId: acted.id, remedy }, page };
  }
  return {
    json: { version: 1, cause, namespaceId: acted.id, remedies, folklore },
    page: () => remediesPage(cause, remedies, folklore, style),
  };
}

/** Throws a UsageError that names the nearest. */
function readRemedyId(flags: FlagValues<typeof FLAGS>): RemedyId | null {
  const { remedy: id } = flags;
  if (id === undefined) return null;
  const other = ["set", "reserve", "pool", "sources", "destinations", "no-port"] as const;
  const taken = other.find((name) => (typeof flags[name] === "object" ? flags[name].length > 0 : flags[name]));
  if (taken) throw new UsageError({ kind: "flag-alone", flag: "--remedy", other: `--${taken}` });
  const known = REMEDY_IDS.find((each) => each === id);
  if (known === undefined) throw new UsageError({ kind: "unknown-remedy", id, nearest: nearestWords(id, REMEDY_IDS, NEAREST_SHOWN) });
  return known;
}

function judge(snapshot: Snapshot): Diagnosis {
  const { cause, evidence, rivals } = judgeSnapshot(snapshot, NO_HISTORY, DEFAULT_POLICY);
  return { cause, evidence, rivals };
}

const styleOf = ({ language, text, isTerminal, env }: CommandIo, flags: ReplayFlags): WhatIfStyle => ({
  language,
  text: text.check,
  whatIf: text.whatIf,
  paint: paintFor("auto", isTerminal, env),
  columns: COLUMNS,
  timeZone: undefined,
  hostFlags: hostFlagsOf(flags),
});
