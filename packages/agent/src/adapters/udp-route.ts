import { createSocket, type Socket } from "node:dgram";
import { type Address, formatAddress, parseAddress } from "@berth/shared/domain/network/address.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { errorCode } from "../collectors/gap-from-error.ts";
import type { SourceAnswer } from "./native/route-request.ts";

/** A socket shows its address, not the kind of its route. */
type UdpAnswer = { source: Address } | Extract<SourceAnswer, { reason: unknown }>;

/** Ports that may be in somebody's use; after so many tries another answer will not come. */
const TRIES_MAX = 32;
const TIMEOUT_MS = 2000;
/** Discard: nothing is sent, a port is only needed to connect. */
const ANY_PORT = 9;

/**
 * The source of a route as a connected UDP socket shows it, without anything native. The socket is bound to an explicit
 * port outside the ephemeral range: it takes nothing from anyone, and works when the range is used up.
 */
export async function sourceByUdpConnect(destination: Address, range: PortInterval): Promise<UdpAnswer> {
  for (const port of portsOutside(range)) {
    const socket = createSocket({ type: destination.family === 4 ? "udp4" : "udp6", ipv6Only: destination.family === 6 });
    try {
      return await settled(socket, destination, port);
    } catch (error) {
      const reason = reasonOf(errorCode(error));
      if (reason !== "try-another-port") return { reason };
    } finally {
      socket.close();
    }
  }
  return { reason: "unsupported" };
}

/** Ports below the range, then above it, then privileged ones: nearest to the range first. */
function portsOutside({ low, high }: PortInterval): number[] {
  const below = Array.from({ length: TRIES_MAX }, (_, i) => low - 1 - i).filter((port) => port >= 1024);
  const above = Array.from({ length: TRIES_MAX }, (_, i) => high + 1 + i).filter((port) => port <= 65_535);
  const privileged = Array.from({ length: TRIES_MAX }, (_, i) => 1023 - i).filter((port) => port < low || port > high);
  return [...below, ...above, ...privileged].slice(0, TRIES_MAX);
}

function settled(socket: Socket, destination: Address, port: number): Promise<UdpAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ reason: "timeout" }), TIMEOUT_MS);
    const done = (answer: UdpAnswer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    socket.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.on("connect", () => {
      const source = parseAddress(socket.address().address.replace(/%.*$/, ""));
      done(source ? { source } : { reason: "unsupported" });
    });
    socket.bind({ port, exclusive: true }, () => socket.connect(ANY_PORT, formatAddress(destination)));
  });
}

function reasonOf(code: string | null): "no-route" | "denied" | "unsupported" | "try-another-port" {
  switch (code) {
    case "EADDRINUSE":
      return "try-another-port";
    case "EPERM":
      return "denied";
    case "EAFNOSUPPORT":
    case "EMFILE":
    case "ENFILE":
      return "unsupported";
    case "EACCES":
      // A privileged port, or a prohibited route: the next port tells.
      return "try-another-port";
    default:
      return "no-route";
  }
}
