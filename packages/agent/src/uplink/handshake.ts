import type { Receipt } from "./server-answer.ts";

/** What the server has said that it knows of this host, and how soon it wants to hear more. A restart forgets it all. */
export class Handshake {
  #credential: string | null = null;
  #acknowledged: string | null = null;
  #wantsEverySample = false;

  /** The setup that a request may name without sending it: the last of an accepted request, unless the answer asked for it. */
  get acknowledged(): string | null {
    return this.#acknowledged;
  }

  /** Somebody looks at this host, or the server lacks its setup: the next sample does not wait for its frame. */
  get wantsEverySample(): boolean {
    return this.#wantsEverySample;
  }

  /** Whose requests follow. What was said to another credential was perhaps said of another host. */
  as(credential: string): void {
    if (this.#credential !== credential) this.#acknowledged = null;
    this.#credential = credential;
  }

  accepted(setupHash: string, { isWatched, needsSetup }: Receipt): void {
    this.#acknowledged = needsSetup ? null : setupHash;
    this.#wantsEverySample = isWatched || needsSetup;
  }
}
