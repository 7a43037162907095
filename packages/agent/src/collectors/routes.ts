import type { Address } from "@berth/shared/domain/network/address.ts";
import type { UnknownReason } from "@berth/shared/domain/ports/headroom.ts";

/** The address that an unbound socket gets, or why that is not known. */
export type SourceAnswer = { source: Address } | { reason: Exclude<UnknownReason, "malformed"> };

/** What the kernel's routing of this network namespace says. Asking takes no ephemeral port and sends nothing. */
export interface Routes {
  /** The source of a connect() to `destination` by a socket bound to the interface of index `device`, 0 for none. Never rejects. */
  sourceAddressFor(destination: Address, device?: number): Promise<SourceAnswer>;
  /** The index of an interface by its name; null where there is none, or it cannot be told. */
  deviceIndex(name: string): number | null;
}
