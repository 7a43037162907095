import type { CliLintText } from "../cli-lint.ts";

export const cliLint: CliLintText = {
  severity: {
    harmful: "HARMFUL",
    collides: "COLLIDES",
    invalid: "INVALID",
    useless: "USELESS",
    caution: "CAUTION",
    overridden: "OVERRIDDEN",
    already: "ALREADY SO",
  },
  clean: (file) => `${file}: nothing useless, harmful or colliding on this host.`,
  found: (file, count) => `${file}: ${count} ${count === 1 ? "finding" : "findings"}.`,
  nothingForPorts: (file) => `${file} sets nothing that bears on ephemeral ports.`,
  capacity: (before, after) => `Ports to give: ${before} now, ${after} with this file.`,
  overridden: (line) => `Line ${line} sets the same again: this one has no effect.`,
  already: "The running system has this value.",
  unreadable: "This line is no setting: the system will refuse it.",
  fileUnreadable: (file, reason) => `${file} cannot be read (${reason}). Give a sysctl file or a netsh script.`,
  fileTooLarge: (file, megabytes) => `${file} has more than ${megabytes} MB, the most that is read. Give a sysctl file or a netsh script.`,
  notText: (file) => `${file} is no text file. Give a sysctl file or a netsh script.`,
  otherSystem: "This is a script for Windows: what it would run into shows with --replay DIR of such a host.",
  hostUnread: "The range or the sockets of this host could not be read: what the file would run into is not known.",
  atLine: (line) => `line ${line}`,
};
