import type { Rule } from "./rule.ts";

const FIELDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** A version stands once, exactly, in the catalog of pnpm-workspace.yaml; packages say "catalog:" or "workspace:*". */
export const catalogVersions: Rule = ({ files, readText }) => [
  ...files
    .filter((file) => /(^|\/)package\.json$/.test(file))
    .flatMap((file) =>
      dependencies(JSON.parse(readText(file)))
        .filter(([, version]) => version !== "catalog:" && version !== "workspace:*")
        .map(([name, version]) => `${file} ${name}: "${version}" must be "catalog:" (or "workspace:*" for a package of ours)`),
    ),
  ...(files.includes("pnpm-workspace.yaml") ? catalogEntries(readText("pnpm-workspace.yaml")) : [])
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `pnpm-workspace.yaml ${name}: ${version} is not an exact version`),
];

type Manifest = Partial<Record<(typeof FIELDS)[number], Record<string, string>>>;

function dependencies(manifest: Manifest): [string, string][] {
  return FIELDS.flatMap((field) => Object.entries(manifest[field] ?? {}));
}

/** The two-space-indented lines under `catalog:`. */
function catalogEntries(yaml: string): [string, string][] {
  const [, block = ""] = /^catalog:\n((?: {2}.*\n)+)/m.exec(yaml) ?? [];
  return [...block.matchAll(/^ {2}"?([^":\s]+)"?:\s*(\S+)\s*$/gm)].map(([, name = "", version = ""]) => [name, version]);
}
