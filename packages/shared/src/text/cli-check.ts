import type { NamespaceKind } from "../domain/host/snapshot.ts";

/** The words of `berth-agent check`. Figures come formatted; every line fits 80 columns with them. */
export interface CliCheckText {
  title: { tuples: string; pools: string; checks: string; gaps: string };
  namespace(kind: NamespaceKind, name: string | null): string;
  range(low: number, high: number, capacity: string, reserved: string): string;
  rangeUnknown: string;
  used(used: string, capacity: string): string;
  headroom(interval: string): string;
  unlimited(atLeast: string): string;
  closesPerSecond(rate: string): string;
  boundInactive(count: string): string;
  noTuples: string;
  moreTuples(count: string, worst: string | null): string;
  moreNamespaces(count: string): string;
  more(count: string): string;
  percent(figure: string): string;
  inNamespace(name: string): string;
}
