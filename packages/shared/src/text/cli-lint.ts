export const LINT_SEVERITIES = ["harmful", "collides", "invalid", "useless", "caution", "overridden", "already"] as const;
/** `harmful` and `collides` break something, `invalid` is refused by the system, `useless` does nothing, the rest is to know. */
export type LintSeverity = (typeof LINT_SEVERITIES)[number];

/** The words of `berth-agent lint`. */
export interface CliLintText {
  severity: Record<LintSeverity, string>;
  clean(file: string): string;
  found(file: string, count: number): string;
  nothingForPorts(file: string): string;
  capacity(before: string, after: string): string;
  overridden(line: number): string;
  already: string;
  unreadable: string;
  fileUnreadable(file: string, reason: string): string;
  fileTooLarge(file: string, megabytes: number): string;
  notText(file: string): string;
  /** The file is for another system than the host, so that nothing can collide here. */
  otherSystem: string;
  hostUnread: string;
  atLine(line: number): string;
}
