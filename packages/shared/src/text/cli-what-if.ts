/** What a tuple does before and after, in written figures. */
export interface WrittenUse {
  left: string;
  /** Where it settles, as a share of capacity. */
  settles: string;
}

/** The words of `berth-agent what-if`. */
export interface CliWhatIfText {
  title: {
    changes: string;
    collisions: string;
    refused: string;
    cautions: string;
    found: string;
    apply: string;
    undo: string;
    conditions: string;
    verify: string;
    remedies: string;
  };
  before: string;
  after: string;
  /** `26,498 to 28,000 (93.9 %)`. */
  settles(figures: { ports: string; share: string; rate: string; ceiling: string | null }): string;
  /** The rate is one that exhaustion cuts off. */
  cutOff: string;
  noRate: string;
  boundFreely: string;
  moreTuples(count: string): string;
  gradual: string;
  countsOnly: string;
  verdict: {
    /** `rate` is null where nothing is opened. */
    changes(subject: string, before: WrittenUse, after: WrittenUse, rate: string | null, verdict: string): string;
    same(subject: string): string;
    nothingOutbound(before: string, after: string): string;
    solveFirst(count: number): string;
    onlyRefused: string;
  };
  unreadable: string;
  effect(before: string, after: string): string;
  noEffectCounted: string;
  risk(level: string, why: string): string;
  /** The flag that solves collisions. */
  reserving(flag: string): string;
  /** Ways that are not on the page: some by name, how many more, and the command or flag that prints them. */
  furtherWays(tools: string, more: number, command: string): string;
  cause(cause: string): string;
  nothingNeeded: string;
  nothingShort: string;
  nothingHelps: string;
  tryIt(command: string): string;
  commands(command: string): string;
  /** Nothing of the kind can be done here, or it does not act on the cause. */
  notHere(remedy: string): string;
}
