import type { Setup } from "@berth/shared/domain/host/setup.ts";
import { LRUCache } from "lru-cache";

/** What this process knows of hosts' setups, the least used forgotten first. A forgotten one costs one question to the database. */
export class SetupCache {
  readonly #setups: LRUCache<string, Setup>;

  constructor(sizeMax = 2_000) {
    this.#setups = new LRUCache({ max: sizeMax });
  }

  find(credentialHash: string, hash: string): Setup | null {
    return this.#setups.get(`${credentialHash} ${hash}`) ?? null;
  }

  keep(credentialHash: string, hash: string, setup: Setup): void {
    this.#setups.set(`${credentialHash} ${hash}`, setup);
  }
}
