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
    case "bad-server":
      return `--server cannot be ${problem.value}: it takes an address such as https://berth.example, without user, query or fragment`;
    case "unexpected-argument":
      return `${problem.argument} is one argument too many: leave it out`;
  }
}
