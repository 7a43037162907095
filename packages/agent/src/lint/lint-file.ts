import { NOTHING_DECLARED } from "@berth/shared/domain/host/declarations.ts";
import { parseSysctlFile, type SysctlAssignment, type SysctlFile } from "@berth/shared/domain/host/sysctl-file.ts";
import { isWatchedSysctl } from "@berth/shared/domain/host/watched-settings.ts";
import { isWindowsScript, parseWindowsScript } from "@berth/shared/domain/host/windows-script.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { type Change, planOf } from "@berth/shared/domain/ports/simulate-change.ts";
import { type Collision, findCollisions } from "@berth/shared/domain/remedies/collisions.ts";
import type { FolkloreFinding, FolkloreHost } from "@berth/shared/domain/remedies/folklore.ts";
import type { ChangeFault, UsageProblem } from "@berth/shared/text/cli-usage.ts";
import { UsageError } from "../commands/usage-error.ts";
import { readChanges } from "../what-if/read-changes.ts";
import type { WhatIfFacts } from "../what-if/what-if-facts.ts";

/** One thing to say of one line. Lines are counted from 1. */
export type LintFinding = { line: number; key: string; value: string } & (
  | { kind: "folklore"; finding: FolkloreFinding; isCaution: boolean }
  | { kind: "collision"; collision: Collision }
  | { kind: "fault"; problem: Extract<UsageProblem, { kind: "bad-change" }> }
  | { kind: "overridden"; byLine: number }
  | { kind: "already" }
  | { kind: "unreadable" }
);

export interface LintResult {
  findings: LintFinding[];
  /** Settings of the file that bear on ports. */
  settings: number;
  /** Ports that can be given, now and with the file; null where the host is another system or could not be read. */
  capacity: { before: number; after: number } | null;
  isForOtherSystem: boolean;
}

/** Windows whose release is not known: Server 2022. */
const SOME_WINDOWS: FolkloreHost = { os: "windows", kernel: "10.0.20348" };

/** What a sysctl file or a Windows script would do to a host: what is useless, what harms, and what it would run into. */
export function lintFile(text: string, host: FolkloreHost, facts: WhatIfFacts | null): LintResult {
  const isWindows = isWindowsScript(text);
  const isForOtherSystem = isWindows !== (host.os === "windows");
  const file = isWindows ? parseWindowsScript(text) : parseSysctlFile(text);
  const target = isForOtherSystem ? (isWindows ? SOME_WINDOWS : { os: "linux" as const, kernel: host.kernel }) : host;
  const here = isForOtherSystem ? null : facts;
  const settings = file.assignments.filter(({ key }) => isWindows || isWatchedSysctl(key) || isBsdPorts(key));
  const judged = settings.map((setting) => ({ setting, ...lintSetting(setting, target, here) }));
  // The system keeps what it has where it refuses a line.
  const counting = new Map(judged.filter(({ isRefused }) => !isRefused).map(({ setting }) => [setting.key, setting]));
  const findings = judged.flatMap(({ setting, findings: own }): LintFinding[] => {
    const counts = counting.get(setting.key);
    return counts && counts.line > setting.line ? [{ ...setting, kind: "overridden", byLine: counts.line }] : own;
  });
  const changes = judged.flatMap(({ setting, changes: read }) =>
    counting.get(setting.key) === setting ? read.map((change) => ({ setting, change })) : [],
  );
  const collisions = here ? collisionsOf(here, changes) : [];
  return {
    findings: [...unreadable(file), ...findings, ...collisions].toSorted((a, b) => a.line - b.line),
    settings: settings.length,
    capacity: here && changes.length > 0 ? capacities(here, changes) : null,
    isForOtherSystem,
  };
}

const isBsdPorts = (key: string): boolean => key.startsWith("net.inet.ip.portrange.") || key === "net.inet.tcp.msl";

interface JudgedSetting {
  findings: LintFinding[];
  changes: readonly Change[];
  /** The system does not take the value. */
  isRefused: boolean;
}

function lintSetting(setting: SysctlAssignment, host: FolkloreHost, facts: WhatIfFacts | null): JudgedSetting {
  const assignment = `${settingOf(setting.key)}=${setting.value}`;
  const flags = { set: [assignment], reserve: [], pool: undefined, sources: undefined, destinations: undefined, "no-port": false };
  try {
    const { changes: read, refused, cautions } = readChanges(flags, host, facts?.present ?? null);
    const isAlready = facts !== null && read.length > 0 && isUnchanged(facts, read);
    const findings: LintFinding[] = [
      ...refused.map((finding): LintFinding => ({ ...setting, kind: "folklore", finding, isCaution: false })),
      ...cautions.map((finding): LintFinding => ({ ...setting, kind: "folklore", finding, isCaution: true })),
      ...(isAlready ? [{ ...setting, kind: "already" as const }] : []),
    ];
    return { findings, changes: read, isRefused: false };
  } catch (error) {
    if (!(error instanceof UsageError) || error.problem.kind !== "bad-change") throw error;
    if (NOT_OURS.includes(error.problem.fault)) return { findings: [], changes: [], isRefused: false };
    return { findings: [{ ...setting, kind: "fault", problem: error.problem }], changes: [], isRefused: true };
  }
}

/** Settings that no rule speaks of are none of our business. */
const NOT_OURS: readonly ChangeFault[] = ["unknown-setting"];

const settingOf = (key: string): string => (key.startsWith("netsh dynamicport") ? "dynamicport" : key);

function isUnchanged({ present }: WhatIfFacts, changes: readonly Change[]): boolean {
  const { range, reserved, settings } = planOf(present, changes);
  return (
    JSON.stringify({ range, reserved, settings }) ===
    JSON.stringify({ range: present.range, reserved: present.reserved, settings: present.settings })
  );
}

/** What the file as a whole would run into, said of the line that widens the range, or else of the last that changes it. */
function collisionsOf(
  { snapshot, namespace, present, listeners }: WhatIfFacts,
  changes: readonly { setting: SysctlAssignment; change: Change }[],
): LintFinding[] {
  const place = changes.find(({ change }) => change.kind === "set-range") ?? changes.at(-1);
  if (place === undefined) return [];
  const after = planOf(
    present,
    changes.map(({ change }) => change),
  );
  const found = findCollisions({ snapshot, namespace, before: present, after, listeners, declared: NOTHING_DECLARED });
  return found.map((collision) => ({ ...place.setting, kind: "collision", collision }));
}

function capacities({ present }: WhatIfFacts, changes: readonly { change: Change }[]): { before: number; after: number } {
  const after = planOf(
    present,
    changes.map(({ change }) => change),
  );
  return { before: capacityOf(present.range, present.reserved), after: capacityOf(after.range, after.reserved) };
}

const unreadable = ({ unreadable: lines }: SysctlFile): LintFinding[] =>
  lines.map(({ line, text }) => ({ line, key: text, value: "", kind: "unreadable" }));
