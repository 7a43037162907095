import type { GapPart } from "../domain/host/gap.ts";

export const SIGHT_STATES = ["seen", "partly", "unseen", "absent"] as const;
/** `absent`: this host does not have the thing, so nothing is missing. */
export type SightState = (typeof SIGHT_STATES)[number];

/** The words of `berth-agent doctor`. */
export interface CliDoctorText {
  headline(unseen: number): string;
  state: Record<SightState, string>;
  /** What a part of a snapshot is good for. */
  gives: Record<GapPart, string>;
  /** What would let it be seen. */
  lets: Record<GapPart, string>;
  netlink: string;
  proc: string;
  exact: string;
  sampled(asked: string, open: string): string;
  passive: string;
  namespaces(count: string): string;
  /** Of the sockets in the range, those whose process is known. */
  attributed(known: string, sockets: string): string;
}
