import type { NamespaceKind } from "../domain/host/snapshot.ts";

/** The words of `berth-agent check`. Figures come formatted; every line fits 80 columns with them. */
export interface CliCheckText {
  title: {
    cause: string;
    remedies: string;
    tuples: string;
    pools: string;
    founding: string;
    further: string;
    gaps: string;
    now: string;
    files: string;
  };
  /** Beside a cause that is this host's. */
  named: string;
  /** Of a figure: the threshold it is held against. */
  limit(figure: string): string;
  /** Another cause that would explain a part; a sentence follows. */
  possible(cause: string): string;
  /** Before the marks of what it is not. */
  ruledOut: string;
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
  unknownFile(name: string): string;
  unusedFile(name: string): string;
  percent(figure: string): string;
  /** A file that a person named, and why not. */
  logUnread(file: string): string;
  inNamespace(name: string): string;
}
