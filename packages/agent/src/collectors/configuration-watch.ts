import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { ConfigurationChange } from "@berth/shared/domain/host/configuration.ts";

/** Where the watch keeps what it knows between two starts; the text is its own. */
export interface ConfigurationMemory {
  /** Null where there is nothing, or it cannot be read. */
  read(): string | null;
  write(text: string): void;
}

/** What bears on ports, by name. A value that could not be read is missing, not null. */
export type Fingerprint = Readonly<Record<string, string>>;

const KEPT_MS = 7 * 24 * 60 * 60_000;
/** The wire's limits. */
const CHANGES_MAX = 100;
const VALUE_LENGTH_MAX = 256;

interface Kept {
  fingerprint: Record<string, string>;
  changes: ConfigurationChange[];
}

/** Notices what changed since it last looked, and remembers it for seven days, also over a restart where it has a memory. */
export class ConfigurationWatch {
  readonly #memory: ConfigurationMemory | null;
  #kept: Kept | null;

  constructor(memory: ConfigurationMemory | null) {
    this.#memory = memory;
    this.#kept = parseKept(memory?.read() ?? null);
  }

  /** The changes of the last seven days, oldest first. Undefined on the very first look: there is nothing to compare with. */
  look(fingerprint: Fingerprint, atMs: number): ConfigurationChange[] | undefined {
    const isFirst = this.#kept === null;
    const known = this.#kept?.fingerprint ?? {};
    const found = isFirst
      ? []
      : Object.entries(fingerprint)
          .filter(([what, value]) => known[what] !== bounded(value))
          .map(([what, value]) => ({ atMs, what, before: known[what] ?? null, after: bounded(value) }));
    const old = this.#kept?.changes ?? [];
    const changes = [...old, ...found].filter((change) => atMs - change.atMs <= KEPT_MS).slice(-CHANGES_MAX);
    const isNew = isFirst || found.length > 0 || changes.length !== old.length;
    const values = Object.entries(fingerprint).map(([what, value]) => [what, bounded(value)]);
    this.#kept = { fingerprint: { ...known, ...Object.fromEntries(values) }, changes };
    if (isNew) this.#memory?.write(JSON.stringify(this.#kept));
    return isFirst ? undefined : changes;
  }
}

const bounded = (value: string): string => printableText(value, VALUE_LENGTH_MAX);

/** A memory that cannot be read as ours is no memory. */
function parseKept(text: string | null): Kept | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("fingerprint" in value) || !("changes" in value)) return false;
  const { fingerprint, changes } = value;
  return (
    typeof fingerprint === "object" &&
    fingerprint !== null &&
    Object.values(fingerprint).every((each) => typeof each === "string") &&
    Array.isArray(changes) &&
    changes.every(isChange)
  );
}

const isChange = (value: unknown): value is ConfigurationChange =>
  typeof value === "object" &&
  value !== null &&
  "atMs" in value &&
  Number.isInteger(value.atMs) &&
  "what" in value &&
  typeof value.what === "string" &&
  "before" in value &&
  (value.before === null || typeof value.before === "string") &&
  "after" in value &&
  (value.after === null || typeof value.after === "string");
