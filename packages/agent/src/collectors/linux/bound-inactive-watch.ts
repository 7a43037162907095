/** A walk is trusted for no longer: sockets could have changed places unseen. */
const TRUST_MS = 60_000;
const NAMESPACES_MAX = 1000;

interface Walk {
  atMs: number;
  unexplained: number;
}

/**
 * Decides when a dump must ask for bound-inactive sockets. Asking makes the kernel walk its bind hash too, which holds
 * every TIME_WAIT entry: 30 to 60 % more CPU than the dump itself. While the namespace has as many unexplained sockets
 * as when a walk found no such socket, there is still none.
 */
export class BoundInactiveWatch {
  readonly #walks = new Map<string, Walk>();

  isNeeded(namespaceId: string, unexplained: number | null, nowMs: number): boolean {
    const walk = this.#walks.get(namespaceId);
    return walk === undefined || walk.unexplained !== unexplained || nowMs - walk.atMs > TRUST_MS;
  }

  /** Keeps what a complete walk found; `unexplained` was counted before it. */
  note(namespaceId: string, unexplained: number | null, found: number, nowMs: number): void {
    this.#walks.delete(namespaceId);
    if (found > 0 || unexplained === null) return;
    if (this.#walks.size >= NAMESPACES_MAX) this.#walks.clear();
    this.#walks.set(namespaceId, { atMs: nowMs, unexplained });
  }
}
