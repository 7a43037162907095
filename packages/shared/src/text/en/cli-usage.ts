import type { ChangeFault, UsageProblem } from "../cli-usage.ts";

const FAULT: Record<ChangeFault, string> = {
  "unknown-setting": "it is no setting that bears on ports here",
  "no-assignment": "it takes KEY=VALUE",
  "not-a-range": "a range is two ports, the first and the last",
  reversed: "the first port is above the last",
  "past-the-last-port": "ports go from 1 to 65535",
  "not-a-port-list": "a list of ports is written 8080,9148-9150",
  "out-of-bounds": "the number is not one that this can be",
};

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
    case "unknown-remedy":
      return `There is no remedy ${problem.id}. Nearest: ${problem.nearest.join(", ")}`;
    case "flag-alone":
      return `${problem.flag} does not go with ${problem.other}: leave one of them out`;
    case "bad-server":
      return `--server cannot be ${problem.value}: it takes an address such as https://berth.example, without user, query or fragment`;
    case "flag-needs-flag":
      return `${problem.flag} goes with ${problem.needed} only`;
    case "replay-unreadable":
      return `${problem.folder} cannot be read (${problem.reason}): --replay takes a folder of files, such as --replay ./bundle`;
    case "replay-empty":
      return `No file in ${problem.folder} is named after a command that is known, such as netstat_-ano.txt or proc_net_tcp.txt`;
    case "replay-os-unknown":
      return `The files in ${problem.folder} do not tell which system they are of (${problem.files.join(", ")}): add --os linux, windows, darwin or freebsd`;
    case "bad-change":
      return `${problem.flag} cannot be ${problem.value}: ${FAULT[problem.fault]}. For example: ${problem.example}`;
    case "unexpected-argument":
      return `${problem.argument} is one argument too many: leave it out`;
  }
}
