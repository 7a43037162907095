import type { Listener, NamespaceSnapshot } from "../host/snapshot.ts";
import { isLoopback, parseAddress } from "../network/address.ts";

/** Listeners that others rely on: beyond loopback, on an unreserved port of the range; one for each protocol and port. */
export function exposedListeners({ listeners }: Pick<NamespaceSnapshot, "listeners">): Listener[] {
  const exposed = listeners.filter(({ address, isReserved }) => !isReserved && !isLoopbackText(address));
  return [...new Map(exposed.toReversed().map((listener) => [`${listener.protocol} ${listener.port}`, listener])).values()].toReversed();
}

function isLoopbackText(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && isLoopback(address);
}
