import { mkdirSync, renameSync, writeFileSync } from "node:fs";
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
});

// Renamed into place: whoever starts the agent meanwhile finds the old bundle or the new one, never half of one.
mkdirSync(path.dirname(target), { recursive: true });
const unfinished = `${target}.${process.pid}`;
writeFileSync(unfinished, outputFiles[0]!.contents);
renameSync(unfinished, target);
