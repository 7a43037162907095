import type { SecretDoors } from "../db/stores/secret-doors.ts";
import type { Stores } from "../db/stores/stores.ts";
import type { HostMemory } from "./judgement/host-memory.ts";
import type { SetupCache } from "./snapshots/setup-cache.ts";

export interface Logger {
  info(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

/** Everything the API needs from outside; a runtime brings it, a test brings its own. */
export interface Dependencies {
  doors: SecretDoors;
  storesOf(organizationId: number): Stores;
  setups: SetupCache;
  memory: HostMemory;
  nowMs(): number;
  log: Logger;
  /** Where people reach this server, without a slash at the end; https decides about the cookie's name and Secure. */
  publicUrl: string;
  /** Signs cursors; the same in every process of one deployment. */
  cursorKey: string;
  /** The agent as one file; null where it was not built. */
  readAgentBundle(): Promise<string | null>;
}
