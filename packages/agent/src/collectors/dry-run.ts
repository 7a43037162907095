import type { PassiveReason } from "@berth/shared/domain/ports/headroom.ts";

/**
 * The zero-packet connect: asks the kernel of one local port after the other whether an autobind connect() of a tuple
 * that nobody has could use it. It stays in the network namespace it was opened in.
 */
export interface DryRun {
  /**
   * False: some socket took the port by bind(). Throws a DryRunRefused where the kernel does not answer. Must not be asked
   * of a port outside of the namespace's range.
   */
  isUsable(port: number): boolean;
  close(): void;
}

/** This kernel, or what guards it, does not answer dry runs. */
export class DryRunRefused extends Error {
  readonly reason: PassiveReason;

  constructor(reason: PassiveReason, detail: string) {
    super(`dry-run connect: ${detail}`);
    this.reason = reason;
  }
}
