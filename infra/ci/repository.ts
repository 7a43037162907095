import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The files of a working tree as the rules see them: paths are relative, with forward slashes. */
export interface Repository {
  files: readonly string[];
  readText(file: string): string;
}

export const repositoryRoot = path.resolve(import.meta.dirname, "../..");

/** Tracked files and new ones that git does not ignore; deleted ones are left out. */
export function openRepository(root: string): Repository {
  // Root may check a tree that another user owns, such as a mounted one: git would refuse to list it.
  const args = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const files = [...new Set(listed.split("\0"))].filter((file) => file !== "" && existsSync(path.join(root, file))).sort();
  return { files, readText: (file) => readFileSync(path.join(root, file), "utf8") };
}
