import type { CliWhatIfText } from "../cli-what-if.ts";

export const cliWhatIf: CliWhatIfText = {
  title: {
    changes: "What if",
    collisions: "Collisions",
    refused: "Refused",
    cautions: "Careful",
    found: "Set here, and no help",
    apply: "To apply",
    undo: "To undo",
    conditions: "What must hold",
    verify: "To verify",
    remedies: "What can be done, the best first",
  },
  before: "now",
  after: "then",
  settles: ({ ports, share, rate, ceiling }) =>
    `settles at ${ports} (${share}) with ${rate} connections a second; bears ${ceiling === null ? "any rate" : `${ceiling} a second`}`,
  cutOff: "No port is left: more connections may be wanted than were opened.",
  noRate: "no connection was opened or closed in the last minute",
  boundFreely: "no limit: bind() takes no port",
  moreTuples: (count) => `and ${count} more tuples`,
  gradual: "The effect comes as today’s sockets end, within a minute of the change.",
  countsOnly: "Worked out from counts: where each socket’s port lies is not known here.",
  verdict: {
    changes: (subject, before, after, rate, verdict) =>
      rate === null
        ? `${subject} would have ${after.left} left instead of ${before.left}.`
        : `${subject} would have ${after.left} left instead of ${before.left}, and with ${rate} connections a second settle at ${after.settles} instead of ${before.settles}: ${verdict}.`,
    same: (subject) => `Nothing would change for ${subject}.`,
    nothingOutbound: (before, after) => `Nothing is outbound now. Each destination would have ${after} ports instead of ${before}.`,
    solveFirst: (count) => `Solve ${count === 1 ? "one collision" : `${count} collisions`} first.`,
    onlyRefused: "Nothing would change: what was asked has no effect on ports, or does harm.",
  },
  unreadable: "The range or the sockets could not be read, so nothing can be worked out. berth-agent doctor says what would let it.",
  effect: (before, after) => `settles at ${after} instead of ${before}`,
  noEffectCounted: "its effect cannot be counted in ports",
  risk: (level, why) => `${level}: ${why}`,
  reserving: (flag) => `Reserving the ports solves it: add ${flag}`,
  furtherWays: (tools, more, command) => `Also: ${tools}${more > 0 ? ` and ${more} more` : ""}. All of them: ${command}`,
  cause: (cause) => `Cause: ${cause}`,
  nothingNeeded: "Nothing here is short of ports. What would give more room:",
  nothingShort: "Nothing here is short of ports, and nothing is outbound that more room could be worked out for.",
  nothingHelps: "No remedy is known for this.",
  tryIt: (command) => `try it: ${command}`,
  commands: (command) => `commands: ${command}`,
  notHere: (remedy) => `${remedy}: this does not help here, or there is nothing here to do it with.`,
};
