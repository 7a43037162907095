/** TypeScript that no tsconfig.json reaches would be checked by nobody. `checked` are the files that the compiler listed. */
export function untypedFiles(files: readonly string[], checked: ReadonlySet<string>): string[] {
  return files
    .filter((file) => /\.(ts|tsx|mts)$/.test(file) && !checked.has(file))
    .map((file) => `${file} is in no package's tsconfig.json, so nothing checks its types`);
}
