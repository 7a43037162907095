import type { Address } from "@berth/shared/domain/network/address.ts";
import type { UnknownReason } from "@berth/shared/domain/ports/headroom.ts";
import type { RouteKind } from "../../headroom/routing.ts";

/** The address that an unbound socket would get and what the route leads to, or why that is not known. */
export type SourceAnswer = { source: Address; kind: RouteKind } | { reason: Exclude<UnknownReason, "malformed"> };

// include/uapi/linux/rtnetlink.h
const RTM_NEWROUTE = 24;
const RTM_GETROUTE = 26;
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_PREFSRC = 7;
/** By the kernel's numbers from RTN_UNICAST, 1, to RTN_MULTICAST, 5; an anycast address is one of this host's. */
const ROUTE_KIND: readonly (RouteKind | undefined)[] = [undefined, "unicast", "local", "broadcast", "local", "multicast"];

const NLM_F_REQUEST = 1;
const NLMSG_ERROR = 2;
const NLMSG_HEADER_BYTES = 16;
const RTMSG_BYTES = 12;
const AF_INET = 2;
const AF_INET6 = 10;
const EPERM = 1;

const wordsOf = ({ family, words }: Address): readonly number[] => (family === 4 ? words.slice(0, 1) : words);

/** Asks which route a packet to `destination` takes, out of interface `device` where that is not 0. */
export function routeRequest(destination: Address, device: number): Uint8Array {
  const address = wordsOf(destination);
  const addressBytes = 4 * address.length;
  const deviceBytes = device === 0 ? 0 : 8;
  const bytes = new Uint8Array(NLMSG_HEADER_BYTES + RTMSG_BYTES + 4 + addressBytes + deviceBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, RTM_GETROUTE, true);
  view.setUint16(6, NLM_F_REQUEST, true);
  let at = NLMSG_HEADER_BYTES;
  view.setUint8(at, destination.family === 4 ? AF_INET : AF_INET6);
  view.setUint8(at + 1, 8 * addressBytes);
  at += RTMSG_BYTES;
  view.setUint16(at, 4 + addressBytes, true);
  view.setUint16(at + 2, RTA_DST, true);
  at += 4;
  for (const word of address) {
    view.setInt32(at, word, true);
    at += 4;
  }
  if (device !== 0) {
    view.setUint16(at, 8, true);
    view.setUint16(at + 2, RTA_OIF, true);
    view.setInt32(at + 4, device, true);
  }
  return bytes;
}

/** Reads the kernel's answer to a `routeRequest`. */
export function parseRouteAnswer(bytes: Uint8Array): SourceAnswer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < NLMSG_HEADER_BYTES + 4) return { reason: "unsupported" };
  const end = view.getUint32(0, true);
  const type = view.getUint16(4, true);
  // ENETUNREACH, EHOSTUNREACH, EACCES and EINVAL (prohibited and blackholed), ENODEV: connect() would fail in the same way.
  if (type === NLMSG_ERROR) return { reason: view.getInt32(NLMSG_HEADER_BYTES, true) === -EPERM ? "denied" : "no-route" };
  if (type !== RTM_NEWROUTE || end > bytes.length || end < NLMSG_HEADER_BYTES + RTMSG_BYTES) return { reason: "unsupported" };
  const family = view.getUint8(NLMSG_HEADER_BYTES) === AF_INET ? 4 : 6;
  const kind = ROUTE_KIND[view.getUint8(NLMSG_HEADER_BYTES + 7)];
  if (kind === undefined) return { reason: "no-route" };
  const addressBytes = family === 4 ? 4 : 16;
  for (let at = NLMSG_HEADER_BYTES + RTMSG_BYTES; at + 4 <= end; ) {
    const size = view.getUint16(at, true);
    if (size < 4 || at + size > end) break;
    if (view.getUint16(at + 2, true) === RTA_PREFSRC && size === 4 + addressBytes) {
      const word = (index: number) => (4 * index < addressBytes ? view.getInt32(at + 4 + 4 * index, true) : 0);
      return { source: { family, words: [word(0), word(1), word(2), word(3)] }, kind };
    }
    at += (size + 3) & ~3;
  }
  return { reason: "no-route" };
}
