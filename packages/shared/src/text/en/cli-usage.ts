import type { UsageProblem } from "../cli-usage.ts";

export function cliUsage(problem: UsageProblem): string {
  switch (problem.kind) {
    case "no-command":
      return "A command is missing. See: berth-agent --help";
    case "unknown-command":
      return `There is no command ${problem.name}.${problem.nearest ? ` Did you mean ${problem.nearest}?` : ""} See: berth-agent --help`;
    case "unknown-flag":
      return `There is no flag ${problem.flag}.${problem.nearest ? ` Did you mean ${problem.nearest}?` : ""} Flags here: ${problem.known.join(" ")}`;
    case "flag-needs-value":
      return `${problem.flag} needs a value: ${problem.example}`;
    case "flag-takes-no-value":
      return `${problem.flag} takes no value: write ${problem.flag} alone`;
    case "flag-missing":
      return `${problem.flag} is missing: ${problem.example}`;
    case "flag-repeated":
      return `${problem.flag} stands more than once: give it one value`;
    case "bad-value":
      return `${problem.flag} cannot be ${problem.value}: it takes ${problem.expected}`;
    case "nothing-to-explain":
      return `There is no check and no cause ${problem.id}. Nearest: ${problem.nearest.join(", ")}`;
    case "bad-server":
      return `--server cannot be ${problem.value}: it takes an address such as https://berth.example, without user, query or fragment`;
    case "flag-needs-flag":
      return `${problem.flag} goes with ${problem.needed} only`;
    case "replay-unreadable":
      return `${problem.folder} cannot be read (${problem.reason}): --replay takes a folder of files, such as --replay ./bundle`;
    case "replay-empty":
      return `No file in ${problem.folder} is named after a command that is known, such as netstat_-ano.txt or proc_net_tcp.txt`;
    case "replay-os-unknown":
      return `The files in ${problem.folder} do not tell which system they are of: add --os linux, windows, darwin or freebsd`;
    case "unexpected-argument":
      return `${problem.argument} is one argument too many: leave it out`;
  }
}
