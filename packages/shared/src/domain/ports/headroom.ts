/**
 * How many more connections or binds are possible now.
 *
 * `low` and `high` enclose the truth; `best` is the likeliest single value inside them. `low === high` means that a
 * snapshot settles it. Where nothing limits (SO_REUSEADDR with ip_autobind_reuse), `unlimited` is true, `best` and
 * `high` are null and `low` is the size of the range. Source: shared port model, section 5.
 */
export type Headroom =
  | { unlimited: false; low: number; high: number; best: number }
  | { unlimited: true; low: number; high: null; best: null };

/**
 * How the interval was found: by asking the kernel about every port whose owner a snapshot leaves open, about some of
 * them drawn at random, or from the snapshot alone.
 */
export type HeadroomMethod = "exact" | "sampled" | "passive";

/** What stands in a headroom's place when it could not be known. */
export type UnknownReason = "denied" | "no-route" | "malformed" | "timeout" | "unsupported";
