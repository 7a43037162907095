import { networkInterfaces } from "node:os";
import { type Address, formatAddress, isLoopback, parseAddress, sameAddress } from "@berth/shared/domain/network/address.ts";
import { reasonOf } from "../collectors/gap-from-error.ts";
import type { HostFiles } from "../collectors/host-files.ts";
import { PORT_RANGE_FILE, parsePortRange } from "../collectors/linux/port-range.ts";
import type { RouteKind, Routing } from "../headroom/routing.ts";
import { hostFiles } from "./files.ts";
import { type Libc, loadLibc } from "./native/libc.ts";
import { NETLINK_ROUTE, openNetlink } from "./native/netlink.ts";
import { parseRouteAnswer, routeRequest, type SourceAnswer } from "./native/route-request.ts";
import { sourceByUdpConnect } from "./udp-route.ts";

const ANSWER_BYTES_MAX = 4096;
const NO_ROUTE: SourceAnswer = { reason: "no-route" };
const LOOPBACK_V6: Address = { family: 6, words: [0, 0, 0, 0x01_00_00_00] };

/**
 * Routing of the network namespace that the process is in: asked over rtnetlink, or shown by a UDP socket where nothing
 * native is at hand. Asking takes no ephemeral port and sends nothing.
 */
export function machineRouting(libc: Libc | null = loadLibc()): Routing {
  const deviceIndex = (name: string) => deviceIndexIn(hostFiles, name);
  return {
    deviceIndex,
    allowsNonlocalBind: (family) => isOn(`/proc/sys/net/ipv${family}/ip_nonlocal_bind`),
    sourceFor: async (destination, family, device) => {
      const address = parseAddress(destination);
      if (address?.family !== family) return { reason: "malformed" };
      const index = device === null ? 0 : deviceIndex(device);
      const answer = index === null ? NO_ROUTE : await sourceOf(libc, address, index);
      return "source" in answer ? { ...answer, source: formatAddress(answer.source) } : answer;
    },
  };
}

function isOn(setting: string): boolean {
  try {
    return hostFiles.readText(setting).trim() === "1";
  } catch {
    return false;
  }
}

async function sourceOf(libc: Libc | null, destination: Address, device: number): Promise<SourceAnswer> {
  // connect() wants to know the link of a link-local address (EINVAL without one).
  if (device === 0 && isLinkLocal(destination)) return NO_ROUTE;
  const asked = connectTarget(destination);
  if (libc !== null) return askKernel(libc, asked, device);
  if (device !== 0) return { reason: "unsupported" };
  try {
    const answer = await sourceByUdpConnect(asked, parsePortRange(hostFiles.readText(PORT_RANGE_FILE)));
    return "reason" in answer ? answer : { ...answer, kind: kindByAddress(asked, answer.source) };
  } catch (error) {
    return { reason: reasonOf(error) === "denied" ? "denied" : "unsupported" };
  }
}

/** Without the kernel's word: this host's own are loopback and what its interfaces carry. */
function kindByAddress(destination: Address, source: Address): RouteKind {
  const [first] = destination.words;
  if (destination.family === 4 ? (first & 0xf0) === 0xe0 : (first & 0xff) === 0xff) return "multicast";
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const text = formatAddress(destination);
  const isOwn = isLoopback(destination) || sameAddress(destination, source) || own.some(({ address }) => address === text);
  return isOwn ? "local" : "unicast";
}

/** connect() to :: goes to ::1 (tcp_v6_connect); IPv4 routing does the same by itself. */
function connectTarget(destination: Address): Address {
  return destination.family === 6 && destination.words.every((word) => word === 0) ? LOOPBACK_V6 : destination;
}

/** fe80::/10. */
const isLinkLocal = ({ family, words }: Address): boolean => family === 6 && (words[0] & 0xc0ff) === 0x80fe;

function askKernel(libc: Libc, destination: Address, device: number): SourceAnswer {
  try {
    const socket = openNetlink(libc, NETLINK_ROUTE);
    try {
      socket.send(routeRequest(destination, device));
      const answer = new Uint8Array(ANSWER_BYTES_MAX);
      return parseRouteAnswer(answer.subarray(0, socket.receive(answer)));
    } finally {
      socket.close();
    }
  } catch (error) {
    const reason = reasonOf(error);
    return { reason: reason === "denied" || reason === "timeout" ? reason : "unsupported" };
  }
}

/** Interfaces with IPv4 stand in /proc/net/igmp (`1	lo        :     1      V3`), those with IPv6 in if_inet6 (fields: address, index in hex, …, name). */
export function deviceIndexIn(files: HostFiles, name: string): number | null {
  const search = (file: string, read: (line: string) => number | null): number | null => {
    try {
      for (const line of files.readText(`/proc/thread-self/net/${file}`).split("\n")) {
        const index = read(line);
        if (index !== null) return index;
      }
    } catch {
      // The other file may know.
    }
    return null;
  };
  return (
    search("igmp", (line) => {
      const match = /^(\d+)\s+(\S+)/.exec(line);
      return match?.[2] === name ? Number(match[1]) : null;
    }) ??
    search("if_inet6", (line) => {
      const columns = line.trim().split(/\s+/);
      return columns[5] === name ? Number.parseInt(columns[1]!, 16) : null;
    })
  );
}
