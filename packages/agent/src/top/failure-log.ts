import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { count } from "../check/page-style.ts";
import { printable } from "../uplink/log.ts";
import { spanText, type TopStyle } from "./top-style.ts";

const KEPT_MS = 15 * 60_000;

/** Failures of the last quarter of an hour, equal ones counted together, the newest first. */
export class FailureLog {
  readonly #seen = new Map<string, PortFailure>();

  /** `failures` are a snapshot's: those that happened since the one before, or still stand in it. */
  add(failures: readonly PortFailure[], nowMs: number): void {
    for (const failure of failures) {
      const key = keyOf(failure);
      const known = this.#seen.get(key);
      if (known === undefined || failure.atMs > known.atMs) this.#seen.set(key, failure);
    }
    for (const [key, { atMs }] of this.#seen) if (nowMs - atMs > KEPT_MS) this.#seen.delete(key);
  }

  get newestFirst(): PortFailure[] {
    return [...this.#seen.values()].toSorted((a, b) => b.atMs - a.atMs);
  }
}

const keyOf = ({ errno, operation, protocol, source, destination, process }: PortFailure): string =>
  JSON.stringify([errno, operation, protocol, source, destination, process]);

/** Who failed, to where, with which error, how often and how long ago. */
export function failureText(failure: PortFailure, nowMs: number, style: TopStyle): string {
  const { top } = style;
  const process = printable(failure.process ?? top.someone);
  const ago = spanText(Math.max(0, nowMs - failure.atMs) / 1000, style);
  const times = count(failure.count, style);
  const { destination, source, errno, operation } = failure;
  return operation === "connect"
    ? top.failedConnect(process, destination ? formatEndpoint(destination.address, destination.port) : top.somewhere, errno, times, ago)
    : top.failedBind(process, source ?? top.somewhere, errno, times, ago);
}
