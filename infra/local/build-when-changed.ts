import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const NOT_AN_INPUT = /^(node_modules|dist|\.next|next-env\.d\.ts|.*\.test\.tsx?|.*\.tsbuildinfo)$/;

export interface Build {
  /** Files and folders that the outcome depends on. Absolute. */
  inputs: readonly string[];
  /** Folder that the build writes; the stamp stands in it. */
  output: string;
  run(): Promise<void>;
}

/** Runs a build unless its inputs are those of the last one that succeeded. */
export async function buildWhenChanged({ inputs, output, run }: Build): Promise<"built" | "current"> {
  const stamp = path.join(output, "berth-inputs");
  const wanted = hashOf(inputs);
  if (readOrNull(stamp) === wanted) return "current";
  rmSync(stamp, { force: true });
  await run();
  mkdirSync(output, { recursive: true });
  writeFileSync(stamp, wanted);
  return "built";
}

/** SHA-256 over names and contents, and over the Node that builds. */
function hashOf(inputs: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap(filesUnder)) {
    const content = readFileSync(file);
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function filesUnder(place: string): string[] {
  const entries = entriesOrNull(place);
  if (!entries) return [place];
  return entries
    .filter(({ name }) => !NOT_AN_INPUT.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(path.join(place, entry.name)) : [path.join(place, entry.name)]));
}

function entriesOrNull(place: string) {
  try {
    return readdirSync(place, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return null;
    throw error;
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
