import type { UnknownReason } from "@berth/shared/domain/ports/headroom.ts";

/** What a route leads to: this host itself, another one, or many. */
export type RouteKind = "local" | "unicast" | "broadcast" | "multicast";

/** What the kernel's routing says, without a packet. */
export interface Routing {
  /** The source address of a connect to `destination`; through `device` where it is named. */
  sourceFor(
    destination: string,
    family: 4 | 6,
    device: string | null,
  ): Promise<{ source: string; kind: RouteKind } | { reason: UnknownReason }>;
  /** net.ipv4.ip_nonlocal_bind or its IPv6 brother: bind() takes any address. Missing: nobody knows, and it is off by default. */
  allowsNonlocalBind?(family: 4 | 6): boolean;
  /** Interface index of a device; null where there is none of that name. */
  deviceIndex(name: string): number | null;
}
