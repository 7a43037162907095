import type { HeadroomMethod, PassiveReason, UnknownReason } from "../domain/ports/headroom.ts";

/** One answer of `berth-agent headroom`, for a person. Counts are ports; `asked` is `10.0.3.17 → 10.0.0.5:6379`. */
export interface CliHeadroomText {
  counted(
    asked: string,
    answer: { best: number; low: number; high: number; used: number; capacity: number },
  ): { headline: string; use: string };
  unlimited(asked: string): string;
  unknown(asked: string, reason: UnknownReason): string;
  /**
   * How the answers were found; `open` ports had owners that the sockets do not tell, the kernel was asked about `asked` of
   * them. `isWide`: some answer is an interval all the same.
   */
  method(method: HeadroomMethod, found: { open: number; asked: number; reason: PassiveReason | null; isWide: boolean }): string;
  /** `bind(10.0.3.17, 0)`. */
  bind(address: string): string;
  /** The source is the route's. */
  fromHere: string;
  unresolved(name: string, reason: string): string;
  inputTooLarge(megabytes: number): string;
}
