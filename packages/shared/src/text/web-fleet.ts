/** The Fleet page. Counts are integers ≥ 0. */
export interface WebFleetText {
  title: string;
  reporting(live: number, hosts: number): string;
  /** Read out when the counts change. */
  announcement(counts: { fail: number; warn: number; unknown: number; hosts: number }): string;
  counts: {
    fail: { label: string; note(tightest: string | null): string };
    warn: { label: string; note: string };
    pastHalf: { label: string; note: string };
    unknown: { label: string; note(stale: number, never: number): string };
  };
  quay: { title: string; label: string; legend: { pass: string; warn: string; fail: string; unknown: string } };
  table: {
    title: string;
    caption: string;
    shown(from: number, to: number, all: number): string;
    host: string;
    tightest: string;
    used: string;
    headroom: string;
    closesPerSecond: string;
    verdict: string;
    seen: string;
    inNamespace(name: string): string;
  };
  filter: { label: string; hint: string; none(query: string): string };
  never: string;
  /** Why there is no tightest tuple. */
  noTuple: string;
  neverHeard: string;
  more: string;
  first: string;
}
