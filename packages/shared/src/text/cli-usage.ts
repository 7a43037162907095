/** What can be wrong with a command line. */
export type UsageProblem =
  | { kind: "no-command" }
  | { kind: "unknown-command"; name: string; nearest: string | null }
  | { kind: "unknown-flag"; flag: string; nearest: string | null; known: string[] }
  | { kind: "flag-needs-value"; flag: string; example: string }
  | { kind: "flag-takes-no-value"; flag: string }
  | { kind: "flag-missing"; flag: string; example: string }
  | { kind: "flag-repeated"; flag: string }
  | { kind: "bad-value"; flag: string; value: string; expected: string }
  | { kind: "bad-server"; value: string }
  | { kind: "unexpected-argument"; argument: string };
