import { EVIDENCE_MS } from "@berth/shared/domain/evidence/failure-window.ts";
import type { PortFailure } from "@berth/shared/domain/host/failure.ts";

/** The wire's limit. */
const FAILURES_MAX = 100;

/** Failures of the last 24 hours; those that differ in nothing but their time are one with a count. */
export class FailureMemory {
  readonly #failures = new Map<string, PortFailure>();

  /**
   * Whether nothing like it is known: no failed call of that kind in that namespace, to whatever destination. Of more than 100
   * kinds the longest silent is forgotten.
   */
  add(failure: PortFailure): boolean {
    const key = kindOf(failure);
    const isNew = ![...this.#failures.values()].some((each) => isAlike(each, failure));
    const before = this.#failures.get(key);
    this.#failures.delete(key);
    this.#failures.set(key, before ? merged(before, failure) : failure);
    if (this.#failures.size > FAILURES_MAX) this.#failures.delete(this.#failures.keys().next().value!);
    return isNew;
  }

  /** Newest last. */
  list(nowMs: number): PortFailure[] {
    for (const [key, { atMs }] of this.#failures) if (nowMs - atMs > EVIDENCE_MS) this.#failures.delete(key);
    return [...this.#failures.values()];
  }
}

/** Who crawls the web fails at thousands of destinations, and one snapshot at once is enough to know. */
const isAlike = (a: PortFailure, b: PortFailure): boolean =>
  a.operation === b.operation && a.protocol === b.protocol && a.namespaceId === b.namespaceId;

/** A process that is started again for every request is one kind, whatever its pid. */
const kindOf = ({ errno, operation, protocol, source, destination, process, unit, namespaceId }: PortFailure): string =>
  JSON.stringify([errno, operation, protocol, source, destination?.address, destination?.port, process, unit, namespaceId]);

const merged = (before: PortFailure, failure: PortFailure): PortFailure => ({
  ...failure,
  atMs: Math.max(before.atMs, failure.atMs),
  firstMs: Math.min(before.firstMs ?? before.atMs, failure.firstMs ?? failure.atMs),
  count: before.count + failure.count,
});
