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
  | { kind: "nothing-to-explain"; id: string; nearest: string[] }
  | { kind: "unknown-remedy"; id: string; nearest: string[] }
  | { kind: "flag-alone"; flag: string; other: string }
  | { kind: "bad-server"; value: string }
  | { kind: "flag-needs-flag"; flag: string; needed: string }
  | { kind: "replay-unreadable"; folder: string; reason: string }
  | { kind: "replay-empty"; folder: string }
  | { kind: "replay-os-unknown"; folder: string; files: string[] }
  | { kind: "bad-change"; flag: string; value: string; fault: ChangeFault; example: string }
  | { kind: "unexpected-argument"; argument: string };

/** What is wrong with a change that a person proposes. */
export type ChangeFault =
  | "unknown-setting"
  | "no-assignment"
  | "not-a-range"
  | "reversed"
  | "past-the-last-port"
  | "not-a-port-list"
  | "out-of-bounds";
