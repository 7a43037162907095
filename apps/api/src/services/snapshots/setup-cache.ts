import type { Setup } from "@berth/shared/domain/host/setup.ts";

/** What this process knows of hosts' setups, the least used forgotten first. A forgotten one costs one question to the database. */
export class SetupCache {
  readonly #setups = new Map<string, Setup>();
  readonly #sizeMax: number;

  constructor(sizeMax = 2_000) {
    this.#sizeMax = sizeMax;
  }

  find(credentialHash: string, hash: string): Setup | null {
    const key = `${credentialHash} ${hash}`;
    const setup = this.#setups.get(key);
    if (setup === undefined) return null;
    this.#setups.delete(key);
    this.#setups.set(key, setup);
    return setup;
  }

  keep(credentialHash: string, hash: string, setup: Setup): void {
    this.#setups.set(`${credentialHash} ${hash}`, setup);
    for (const oldest of this.#setups.keys()) {
      if (this.#setups.size <= this.#sizeMax) return;
      this.#setups.delete(oldest);
    }
  }
}
