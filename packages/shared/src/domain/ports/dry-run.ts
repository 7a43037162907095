import { type Address, parseAddress } from "../network/address.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";

/** tcpmux: nobody listens there, and it is outside of every ephemeral range. */
export const DRY_RUN_PORT = 1;

const wordsOf = (text: string): Address => parseAddress(text)!;

/**
 * Where a dry-run connect goes: a loopback address of its own, so that its 4-tuple is nobody's. Where a namespace has no
 * IPv4 loopback the IPv6 one serves, for a port has one owner mark for both families.
 */
export const DRY_RUN_TARGET = { v4: wordsOf("127.98.114.116"), v6: wordsOf("::1") } as const;

const V4_WORD = DRY_RUN_TARGET.v4.words[0];
const V6_WORD = DRY_RUN_TARGET.v6.words[3];

/**
 * Whether a socket, by its raw words, is a dry run that an agent has open this very moment. It holds its port for
 * microseconds and belongs in no reading.
 */
export function isDryRun(state: number, remotePort: number, remote0: number, remote1: number, remote2: number, remote3: number): boolean {
  if (remotePort !== DRY_RUN_PORT || state !== TCP_STATE_NUMBER.synSent || remote1 !== 0 || remote2 !== 0) return false;
  return (remote0 === V4_WORD && remote3 === 0) || (remote0 === 0 && remote3 === V6_WORD);
}
