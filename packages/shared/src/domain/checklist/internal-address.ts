import { isLoopback, isWildcard, parseAddress } from "../network/address.ts";

/**
 * Addresses that only an organization's own network routes: RFC 1918, RFC 6598 shared space, RFC 4193 unique local.
 * Loopback and link-local are not among them.
 */
export function isInternalAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null) return false;
  const [first, second] = [address.words[0] & 0xff, (address.words[0] >>> 8) & 0xff];
  if (address.family === 6) return (first & 0xfe) === 0xfc;
  return first === 10 || (first === 172 && second >> 4 === 1) || (first === 192 && second === 168) || (first === 100 && second >> 6 === 1);
}

/** Addresses that the internet routes to one host: not internal, loopback, link-local, multicast or unspecified. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null || isInternalAddress(text) || isLoopback(address) || isWildcard(address)) return false;
  const [first, second] = [address.words[0] & 0xff, (address.words[0] >>> 8) & 0xff];
  if (address.family === 6) return first !== 0xff && !(first === 0xfe && second >> 6 === 2);
  return first !== 0 && first < 224 && !(first === 169 && second === 254);
}
