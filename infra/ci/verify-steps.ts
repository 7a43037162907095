import path from "node:path";
import { CHECK_IDS } from "@berth/shared/domain/checklist/check.ts";
import { PROBLEM_CODES } from "../../apps/api/src/errors.ts";
import { openRepository, type Repository, repositoryRoot } from "./repository.ts";
import { catalogVersions } from "./rules/catalog-versions.ts";
import { docLinks } from "./rules/doc-links.ts";
import { decisionsAreConfirmed, pagesFor } from "./rules/doc-pages.ts";
import { fileContents } from "./rules/file-contents.ts";
import { fileNames } from "./rules/file-names.ts";
import type { Rule } from "./rules/rule.ts";
import { untypedFiles } from "./rules/typed-files.ts";
import { type CommandOutcome, runCommand } from "./run-command.ts";
import type { Step } from "./run-steps.ts";

const TIMEOUT_MS = 120_000;

/** What `npm run verify` proves; where git cannot list the files, one step that fails and says why. */
export function verifySteps(root = repositoryRoot): Step[] {
  try {
    return stepsFor(openRepository(root));
  } catch (error) {
    return [{ name: "files of the repository", run: () => Promise.reject(error) }];
  }
}

/** The slowest first, so that the others fit beside it. */
function stepsFor(repository: Repository): Step[] {
  return [
    {
      name: "boundaries",
      run: () => tool("depcruise", ["packages", "apps", "infra", "--config", ".dependency-cruiser.cjs", "--output-type", "err"]),
    },
    { name: "types", run: () => types(repository) },
    { name: "unused code", run: () => tool("knip", ["--no-progress", "--treat-config-hints-as-errors"]) },
    { name: "format and lint", run: () => tool("biome", ["ci", "--error-on-warnings", "--colors=off"]) },
    rule("names", fileNames, repository),
    rule("leftovers and sizes", fileContents, repository),
    rule("versions", catalogVersions, repository),
    rule("links in documents", docLinks, repository),
    rule("a page for every check", pagesFor("docs/checks", CHECK_IDS, "check"), repository),
    rule("a page for every problem", pagesFor("docs/problems", PROBLEM_CODES, "problem"), repository),
    rule("decisions", decisionsAreConfirmed, repository),
  ];
}

function rule(name: string, findings: Rule, repository: Repository): Step {
  return { name, run: async () => outcome(findings(repository)) };
}

function outcome(findings: readonly string[]): CommandOutcome {
  return { isSuccess: findings.length === 0, output: findings.join("\n") };
}

function tool(name: string, args: readonly string[]): Promise<CommandOutcome> {
  return runCommand(path.join(repositoryRoot, "node_modules", ".bin", name), args, { cwd: repositoryRoot, timeoutMs: TIMEOUT_MS });
}

/** Every tsconfig.json in turn (the compiler itself uses all cores), then: is there a file that none of them reaches? */
async function types(repository: Repository): Promise<CommandOutcome> {
  const errors: string[] = [];
  const checked = new Set<string>();
  for (const config of repository.files.filter((file) => /\/tsconfig(\.[a-z]+)?\.json$/.test(file))) {
    const { isSuccess, output } = await tool("tsc", ["--project", config, "--listFiles", "--pretty", "false"]);
    const isListed = (line: string) => path.isAbsolute(line);
    for (const line of output.split("\n").filter(isListed)) checked.add(path.relative(repositoryRoot, line));
    if (!isSuccess)
      errors.push(
        `${config}\n${output
          .split("\n")
          .filter((line) => !isListed(line))
          .join("\n")}`,
      );
  }
  return outcome([...errors, ...untypedFiles(repository.files, checked)]);
}
