import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { TopStyle } from "./top-style.ts";

/** Why nobody is named: processes cannot be seen from here, or none has such a socket open. */
export const nobody = ({ gaps }: Pick<Snapshot, "gaps">, { top }: TopStyle): string =>
  gaps.some(({ part, reason }) => part === "processes" && reason === "denied") ? top.nobodyKnown : top.nobodySeen;
