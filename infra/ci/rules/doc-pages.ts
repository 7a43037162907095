import type { Repository } from "../repository.ts";
import type { Rule } from "./rule.ts";

/** A page for each of `ids`, and no page left over. */
export const pagesFor =
  (folder: string, ids: readonly string[], what: string): Rule =>
  ({ files }) => {
    const pages = pageNames(files, folder);
    return [
      ...ids.filter((id) => !pages.includes(id)).map((id) => `${folder}/${id}.md is missing: ${what} ${id} has no page`),
      ...pages
        .filter((page) => page !== "README" && !ids.includes(page))
        .map((page) => `${folder}/${page}.md: there is no ${what} ${page}`),
    ];
  };

/** Every decision says what proves that it still holds. */
export const decisionsAreConfirmed: Rule = (repository: Repository) =>
  pageNames(repository.files, "docs/decisions")
    .filter((page) => page !== "README")
    .flatMap((page) => {
      const file = `docs/decisions/${page}.md`;
      const text = repository.readText(file);
      return [
        ...(/^\d{4}-[a-z0-9-]+$/.test(page) ? [] : [`${file} is not named NNNN-what-was-decided.md`]),
        ...(/^## Confirmation\n+\S/m.test(text) ? [] : [`${file} has no "## Confirmation" section`]),
      ];
    });

function pageNames(files: readonly string[], folder: string): string[] {
  return files.filter((file) => file.startsWith(`${folder}/`) && file.endsWith(".md")).map((file) => file.slice(folder.length + 1, -3));
}
