import { CHECK_IDS, type CheckId, type CheckStatus, type Evidence } from "@berth/shared/domain/checklist/check.ts";
import { CAUSES, type Cause } from "@berth/shared/domain/diagnosis/cause.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { diagnosisText } from "@berth/shared/text/diagnosis.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import type { CheckReport } from "./check-report.ts";
import type { Handbook } from "./handbook.ts";

/** What can be asked about. */
export const EXPLAINABLE: readonly string[] = [...CHECK_IDS, ...CAUSES];

/** An id as a person may write it: `EPH_DEST` is `eph-dest`. Null where nothing has that name. */
export function explainableId(typed: string): string | null {
  const id = typed
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, "-");
  return EXPLAINABLE.find((each) => each === id) ?? null;
}

/** One check or cause: what it is about, how it stands on this host, and its page. `check --explain ID --json` prints it. */
export interface Explanation {
  id: CheckId | Cause;
  kind: "check" | "cause";
  title: string;
  /** What the check looks at; null for a cause. */
  looksAt: string | null;
  /** A check's status, or how the cause stands; `named` where it is the host's. */
  status: CheckStatus | "named" | "possible" | "excluded" | "not_weighed";
  /** How things are now, each with its figures. */
  present: { sentence: string; evidence: Evidence | null }[];
  /** Rules, what to do, when not, how to verify: Markdown, in English. Null where this agent brings no page. */
  page: string | null;
}

/** Null where there is no such check or cause. */
export function explain(id: string, report: CheckReport, handbook: Handbook, language: Language): Explanation | null {
  const check = CHECK_IDS.find((each) => each === id);
  if (check) return explainCheck(check, report, handbook, language);
  const cause = CAUSES.find((each) => each === id);
  return cause ? explainCause(cause, report, handbook, language) : null;
}

function explainCheck(id: CheckId, { checks }: CheckReport, handbook: Handbook, language: Language): Explanation {
  const words = checksText(language);
  const line = checks.find((each) => each.id === id);
  const said = [...(line?.evidence ?? []), ...(line?.notes ?? [])].map((evidence) => ({
    sentence: plain(words.rules[evidence.rule](evidence)),
    evidence,
  }));
  const isSaidByEvidence = (line?.evidence.length ?? 0) > 0;
  return {
    id,
    kind: "check",
    title: words.title[id],
    looksAt: words.looksAt[id],
    status: line?.status ?? "unknown",
    present: [...(isSaidByEvidence ? [] : [{ sentence: line?.sentence ?? words.unknown, evidence: null }]), ...said],
    page: withoutTitle(handbook.page(`checks/${id}.md`)),
  };
}

function explainCause(id: Cause, report: CheckReport, handbook: Handbook, language: Language): Explanation {
  const rival = report.rivals.find(({ cause }) => cause === id);
  const evidence = report.cause === id ? report.evidence : (rival?.evidence ?? []);
  return {
    id,
    kind: "cause",
    title: diagnosisText(language).cause[id],
    looksAt: null,
    status: report.cause === id ? "named" : (rival?.standing ?? "not_weighed"),
    present: evidence.map(({ sentence, ...rest }) => ({ sentence, evidence: rest })),
    page: sectionOf(handbook.page("diagnosis.md"), id),
  };
}

/** A page after its first heading, which the title says already. */
const withoutTitle = (page: string | null): string | null => page?.replace(/^# .*\n+/, "") ?? null;

/** The section of a page whose heading is this word. */
function sectionOf(page: string | null, heading: string): string | null {
  const sections = page?.split(/^## /m).slice(1) ?? [];
  return (
    sections
      .find((each) => each.startsWith(`${heading}\n`))
      ?.slice(heading.length)
      .trim() ?? null
  );
}
