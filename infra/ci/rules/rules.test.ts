import { describe, expect, it } from "vitest";
import type { Repository } from "../repository.ts";
import { catalogVersions } from "./catalog-versions.ts";
import { docLinks } from "./doc-links.ts";
import { decisionsAreConfirmed, pagesFor } from "./doc-pages.ts";
import { fileContents } from "./file-contents.ts";
import { fileNames } from "./file-names.ts";
import { untypedFiles } from "./typed-files.ts";

function treeOf(contents: Record<string, string>): Repository {
  return { files: Object.keys(contents), readText: (file) => contents[file] ?? "" };
}

describe("names", () => {
  it("refuses files and folders that do not say what is inside, and other spellings than kebab-case", () => {
    const findings = fileNames(treeOf({ "a/utils/x.ts": "", "a/string-helpers.ts": "", "a/types.ts": "", "a/HostStore.ts": "" }));
    expect(findings.map((finding) => finding.split(" ")[0])).toEqual([
      "a/utils/x.ts",
      "a/string-helpers.ts",
      "a/types.ts",
      "a/HostStore.ts",
    ]);
  });

  it("accepts what routes, tests and tools are called", () => {
    expect(fileNames(treeOf({ "a/[locale]/(pages)/page.tsx": "", "a/host-store.test.ts": "", ".dependency-cruiser.cjs": "" }))).toEqual([]);
  });
});

describe("leftovers and sizes", () => {
  it("names the line of a leftover, of a silent skip and of a silenced compiler", () => {
    const text = ["ok", `// ${"TO"}DO later`, `it.${"skip"}("x")`, `// @ts-${"ignore"}`].join("\n");
    expect(fileContents(treeOf({ "a.ts": text })).map((finding) => finding.split(" ")[0])).toEqual(["a.ts:2", "a.ts:3", "a.ts:4"]);
  });

  it("allows 300 lines and not 301, except in what a tool generates", () => {
    const lines = (count: number) => "x\n".repeat(count);
    const tree = { "a.ts": lines(300), "b.ts": lines(301), "db/migrations/c.ts": lines(900) };
    expect(fileContents(treeOf(tree))).toEqual(["b.ts has 301 lines: past 300 it wants a second name"]);
  });
});

describe("versions", () => {
  it("wants every version in the catalog, exactly", () => {
    const tree = {
      "package.json": JSON.stringify({ dependencies: { zod: "^4.0.0", hono: "catalog:", "@berth/shared": "workspace:*" } }),
      "pnpm-workspace.yaml": 'packages:\n  - apps/*\ncatalog:\n  hono: 4.13.19\n  "@x/y": ^1.0.0\nother:\n  a: ^2.0.0\n',
    };
    expect(catalogVersions(treeOf(tree))).toEqual([
      'package.json zod: "^4.0.0" must be "catalog:" (or "workspace:*" for a package of ours)',
      "pnpm-workspace.yaml @x/y: ^1.0.0 is not an exact version",
    ]);
  });
});

describe("documents", () => {
  const tree = (page: string) => treeOf({ "docs/page.md": page, "docs/other.md": "# A heading, here\n", "apps/api/src/app.ts": "" });

  it("follows relative links, folders and headings", () => {
    const good = "[a](other.md) [b](other.md#a-heading-here) [c](../apps/api/) [d](https://example.com/x) [e](#top)\n# Top\n";
    expect(docLinks(tree(good))).toEqual([]);
  });

  it("finds a dead link, a dead heading and a path that is not there", () => {
    expect(docLinks(tree("[a](gone.md)\n[b](other.md#gone)\nsee `apps/api/src/gone.ts`\n"))).toEqual([
      "docs/page.md:1 links to gone.md, which does not exist",
      "docs/page.md:2 links to other.md#gone, but no heading there has that name",
      "docs/page.md:3 names apps/api/src/gone.ts, which does not exist",
    ]);
  });

  it("reads *, {a,b} and <id> in a path as any name, and leaves built files alone", () => {
    expect(docLinks(tree("`apps/*/src/app.ts` `apps/{api,web}/src` `docs/<id>.md` `packages/agent/dist/berth-agent.mjs`"))).toEqual([]);
  });

  it("wants a page for every id and an id for every page", () => {
    expect(pagesFor("docs/checks", ["a", "b"], "check")(treeOf({ "docs/checks/b.md": "", "docs/checks/c.md": "" }))).toEqual([
      "docs/checks/a.md is missing: check a has no page",
      "docs/checks/c.md: there is no check c",
    ]);
  });

  it("wants a confirmation with words in it from every decision", () => {
    const decisions = { "docs/decisions/0001-a.md": "## Confirmation\n\nA test.\n", "docs/decisions/0002-b.md": "## Confirmation\n" };
    expect(decisionsAreConfirmed(treeOf(decisions))).toEqual(['docs/decisions/0002-b.md has no "## Confirmation" section']);
  });
});

describe("types", () => {
  it("names TypeScript that no compiler run has listed", () => {
    expect(untypedFiles(["a.ts", "b.tsx", "c.md"], new Set(["a.ts"]))).toHaveLength(1);
  });
});
