import path from "node:path";
import type { Rule } from "./rule.ts";

/** `[text](target)` and `![alt](target)`; a title after the target is left out. */
const LINK = /\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
/** A path of this repository anywhere in a page, `{a,b}`, `*` and `<id>` standing for any name. */
const MENTION = /(?<![\w./@:-])(?:packages|apps|infra|docs|\.ci)\/(?:[\w./*<>{},-]|\[[\w.]*\])*(?:[\w/*>}]|\[[\w.]*\])/g;
/** Built on the spot, so not in the tree. */
const BUILT = /(^|\/)(dist|\.next|node_modules)(\/|$)/;

/** Every link and every path that a page names leads somewhere. */
export const docLinks: Rule = ({ files, readText }) => {
  const known = new Set(files.flatMap(withFolders));
  return files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = readText(file);
      const anchors = (page: string) => headingAnchors(readText(page));
      return [...deadLinks(file, text, known, anchors), ...deadMentions(file, text, [...known])];
    });
};

function deadLinks(file: string, text: string, known: Set<string>, anchorsOf: (page: string) => Set<string>): string[] {
  return matches(text, LINK).flatMap(([line, target]) => {
    if (/^[a-z][a-z0-9+.-]*:/.test(target)) return [];
    const [route = "", anchor] = target.split("#");
    const page = route === "" ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), decodeURI(route))).replace(/\/$/, "");
    if (!known.has(page)) return [`${file}:${line} links to ${target}, which does not exist`];
    const isMissing = anchor !== undefined && page.endsWith(".md") && !anchorsOf(page).has(anchor);
    return isMissing ? [`${file}:${line} links to ${target}, but no heading there has that name`] : [];
  });
}

function deadMentions(file: string, text: string, known: readonly string[]): string[] {
  return matches(text, MENTION)
    .filter(([, mention]) => !BUILT.test(mention))
    .filter(([, mention]) => !known.some((name) => pattern(mention).test(name)))
    .map(([line, mention]) => `${file}:${line} names ${mention}, which does not exist`);
}

/** Line number and the captured group, or the whole match. */
function matches(text: string, expression: RegExp): [number, string][] {
  return text
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(expression)].map(([whole, group]): [number, string] => [index + 1, group ?? whole]));
}

function withFolders(file: string): string[] {
  const parts = file.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function pattern(mention: string): RegExp {
  const source = mention
    .replace(/\/$/, "")
    .replace(/[.[\]]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(${names.split(",").join("|")})`)
    .replace(/\*\*?|<[^>]*>/g, (wild) => (wild === "**" ? ".*" : "[^/]*"));
  return new RegExp(`^${source}$`);
}

/** As GitHub makes them: lower case, punctuation dropped, spaces to hyphens. */
function headingAnchors(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-"),
    ),
  );
}
