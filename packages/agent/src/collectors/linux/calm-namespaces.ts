/** What an expensive reading may cost a calm namespace in freshness. */
const KEPT_FOR_MS = 60_000;
/** Sockets of all namespaces together from which on a walk is worth saving: 4 ms of CPU. */
const HOST_SOCKETS_MIN = 20_000;
/** Far from every limit: no tuple and no pool can use more than this share of the range. */
const CALM_SHARE_MAX = 0.05;

interface LastReading {
  atMs: number;
  /** TCP sockets and TIME_WAIT entries that it brought. */
  sockets: number;
  capacity: number | null;
}

/**
 * Which namespaces need no new reading. The kernel keeps the TCP sockets of all namespaces in one hash, so that even a
 * nearly empty namespace costs a walk over everybody's sockets. One that is far from every limit by its socket
 * totals, which are free, is read once a minute, or as soon as it is calm no more.
 */
export class CalmNamespaces {
  #last = new Map<string, LastReading>();
  #current = new Map<string, LastReading>();
  #hostSockets = 0;

  /** Starts a round; namespaces that the round before did not meet are forgotten. */
  begin(): void {
    this.#last = this.#current;
    this.#hostSockets = 0;
    for (const { sockets } of this.#last.values()) this.#hostSockets += sockets;
    this.#current = new Map();
  }

  /** Whether the last reading still stands, given all sockets and TIME_WAIT entries that the namespace has now. */
  isCalm(namespaceId: string, entries: number, nowMs: number): boolean {
    const last = this.#last.get(namespaceId);
    if (this.#hostSockets < HOST_SOCKETS_MIN || last === undefined || last.capacity === null) return false;
    if (nowMs - last.atMs > KEPT_FOR_MS || entries > last.capacity * CALM_SHARE_MAX) return false;
    this.#current.set(namespaceId, last);
    return true;
  }

  note(namespaceId: string, reading: LastReading): void {
    this.#current.set(namespaceId, reading);
  }
}
