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

/** Why the kernel was not asked, or not about all of it. */
export const PASSIVE_REASONS = [
  /** The user said so. */
  "declined",
  /** No native calls: node:ffi is missing. */
  "no-native",
  /** net.ipv4.tcp_fastopen bit 0 is off. */
  "fast-open-off",
  /** The kernel has paused TCP Fast Open (blackhole detection): a connect would send a packet. */
  "fast-open-paused",
  /** No IP_LOCAL_PORT_RANGE: Linux before 6.3. */
  "no-port-range",
  /** No loopback address to ask on. */
  "no-loopback",
  /** A security module or a BPF program forbids it. */
  "denied",
  /** The namespace can only be read from outside. */
  "outside",
  /** The sockets are what a command printed, on another host or at another time. */
  "listing",
  "unsupported",
] as const;
export type PassiveReason = (typeof PASSIVE_REASONS)[number];

/** What stands in a headroom's place when it could not be known. */
export type UnknownReason = "denied" | "no-route" | "malformed" | "timeout" | "unsupported";
