import type { Libc } from "./libc.ts";
import { NETLINK_NETFILTER, openNetlink } from "./netlink.ts";

/** include/uapi/linux/netfilter/nfnetlink.h and nf_tables.h */
const NFNL_SUBSYS_NFTABLES = 10;
const NFT_MSG_GETGEN = 16;
const NFT_MSG_NEWGEN = 15;
const NFTA_GEN_ID = 1;
const NLM_F_REQUEST = 1;

/** struct nlmsghdr and struct nfgenmsg. */
const HEADER_BYTES = 16 + 4;

/**
 * The number that nf_tables counts up with every change of the rules of the network namespace that this thread is in;
 * null where it does not say (no right to ask, no nf_tables).
 */
export function readRulesetGeneration(libc: Libc): number | null {
  try {
    const socket = openNetlink(libc, NETLINK_NETFILTER);
    try {
      socket.send(request());
      const answer = new Uint8Array(256);
      return generationIn(answer.subarray(0, socket.receive(answer)));
    } finally {
      socket.close();
    }
  } catch {
    return null;
  }
}

function request(): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, HEADER_BYTES, true);
  view.setUint16(4, (NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETGEN, true);
  view.setUint16(6, NLM_F_REQUEST, true);
  return bytes;
}

/** Attributes follow the two headers; the number is in network byte order. */
export function generationIn(answer: Uint8Array): number | null {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  if (answer.byteLength < HEADER_BYTES || view.getUint16(4, true) !== ((NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_NEWGEN)) return null;
  for (let at = HEADER_BYTES; at + 8 <= answer.byteLength; ) {
    const length = view.getUint16(at, true);
    if (length < 4) return null;
    if (view.getUint16(at + 2, true) === NFTA_GEN_ID) return view.getUint32(at + 4, false);
    at += (length + 3) & ~3;
  }
  return null;
}
