import type { AddressPrefix } from "@berth/shared/domain/firewall/ruleset.ts";
import { isLoopback, parseAddress } from "@berth/shared/domain/network/address.ts";

/** Of an address, a prefix or a range as rules write it (`10.0.0.0/8`, `10.0.0.0/255.0.0.0`): what it can be a test for. */
export function prefixReach(text: string): AddressPrefix["reach"] {
  const [address = "", length] = text.split("/");
  const parsed = parseAddress(address);
  if (parsed === null) return "some";
  if (length === "0" || length === "0.0.0.0" || length === "::") return "everything";
  const first = parsed.words[0] & 0xff;
  const isGroup = parsed.family === 4 ? first >= 224 : first === 0xff;
  if (isLoopback(parsed)) return "loopback";
  return isGroup ? "group" : "some";
}
