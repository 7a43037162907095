import type { StripKind } from "../domain/host/port-strip.ts";
import type { NamespaceKind, SocketSource } from "../domain/host/snapshot.ts";
import type { TcpState } from "../domain/network/tcp-state.ts";

/** The Host page. Counts are ports or sockets, ratios 0 to 1. */
export interface WebHostText {
  headroom: string;
  ofCapacity(capacity: string): string;
  since: string;
  cause: string;
  /** Stands between a cause and the sentence that speaks for it. */
  causeBecause: string;
  notCause: string;
  alsoWrong: string;
  neverReported: string;
  /** It reported, so long ago that its last snapshot is not kept any more. */
  expired: { title: string; detail: string; reason: string };
  namespaces: {
    label: string;
    ofHost: string;
    kind: Record<NamespaceKind, string>;
    source: Record<SocketSource, { label: string; detail: string }>;
  };
  tuples: {
    title: string;
    caption: string;
    meta(shown: number, all: number, coverage: string): string;
    pair: string;
    held: string;
    blocked: string;
    used: string;
    bar(capacity: string): string;
    headroom: string;
    closesPerSecond: string;
    closesLabel(figures: string): string;
    releases: string;
    releasesLabel(total: number): string;
    /** SYN_SENT and FIN_WAIT together. */
    otherStates(count: string): string;
    holders(list: string): string;
    none: string;
    unreadable: string;
    others(count: number, worst: string | null): string;
  };
  pools: { title: string; meta: string; source: string; boundInactive: string; cannotSee: string; none: string };
  udp: { title: string; meta: string; family: string; sockets(sockets: number, ports: number): string; autobind: string };
  strip: {
    title: string;
    towards(destination: string): string;
    from(source: string): string;
    even(taken: string): string;
    odd(taken: string): string;
    kind: Record<StripKind, string>;
    live: string;
    timeWait: string;
    blocked: string;
    reserved: string;
    free: string;
    cell(low: number, high: number, taken: number, ports: number, kind: string): string;
    alternative(evenTaken: string, oddTaken: string): string;
    approximately(figure: string): string;
    leftOut: string;
    rangeUnknown: string;
    ports(count: string): string;
  };
  states: {
    title: string;
    meta: string;
    state: string;
    v4: string;
    v6: string;
    name: Record<TcpState, string>;
    portsInRange(count: string): string;
    serverTimeWait(count: string): string;
  };
  checklist: {
    title: string;
    since: string;
    observed(status: string): string;
    pending: string;
    /** The seven items of the founding checklist, and what was added to them. */
    founding: string;
    added: string;
    /** What a fold of checks of one state says. */
    folded(status: string, count: number): string;
  };
  remedies: {
    title: string;
    meta: string;
    metaStale: string;
    before: string;
    after: string;
    how: string;
    undo: string;
    verify: string;
    refused(count: number): string;
    nothingHelps: string;
  };
  processes: {
    title: string;
    meta: string;
    process: string;
    established: string;
    closeWait: string;
    other: string;
    none: string;
    pid(pid: number): string;
  };
  listeners: { title: string; meta: string; address: string; process: string; reserved: string; notReserved: string; none: string };
  gaps: { title: string; meta: string; none: string };
  machine: {
    title: string;
    os: string;
    kernel: string;
    agent: string;
    labels: string;
    enrolled: string;
    /** Seconds from one snapshot to the next, and from one request with them to the next while nobody looks. */
    interval(seconds: number, sentSeconds: number): string;
    intervalLabel: string;
    conntrack: string;
    conntrackUse(count: string, max: string): string;
    memory: string;
    cpu: string;
    spooled: string;
    dropped: string;
  };
  unavailable: string;
}
