import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { buildSync } from "esbuild";

const packageFolder = import.meta.dirname;
const target = path.join(packageFolder, "dist", "berth-agent.mjs");

/** One file, no dependencies, for Node 20 and newer. Names stay readable: a stack trace from a customer's host should be too. */
const { outputFiles } = buildSync({
  entryPoints: [path.join(packageFolder, "src", "main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  write: false,
  define: { BERTH_HANDBOOK: JSON.stringify(handbook()) },
});

// Renamed into place: whoever starts the agent meanwhile finds the old bundle or the new one, never half of one.
mkdirSync(path.dirname(target), { recursive: true });
const unfinished = `${target}.${process.pid}`;
writeFileSync(unfinished, outputFiles[0]!.contents);
renameSync(unfinished, target);

/** The pages that `check --explain` shows: the agent has no `docs` where it runs. */
function handbook(): Record<string, string> {
  const docs = path.join(packageFolder, "..", "..", "docs");
  const checks = readdirSync(path.join(docs, "checks")).filter((file) => file !== "README.md");
  const pages = ["diagnosis.md", ...checks.map((file) => `checks/${file}`)];
  return Object.fromEntries(pages.map((page) => [page, readFileSync(path.join(docs, page), "utf8")]));
}
