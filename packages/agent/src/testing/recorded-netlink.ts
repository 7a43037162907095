import { readFileSync } from "node:fs";
import type { NetlinkSocket } from "../collectors/netlink-socket.ts";
import { systemError } from "./fake-host-files.ts";

/** Dumps of a recording: one line of hexadecimal a datagram, a blank line between dumps. */
export const readRecordedDumps = (file: URL): Uint8Array[][] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n\n")
    .map((dump) => dump.split("\n").map((line) => new Uint8Array(Buffer.from(line, "hex"))));

/** Answers each request with the next dump, under the request's own sequence number; EAGAIN when a dump has no more datagrams. */
export function recordedNetlink(dumps: Uint8Array[][]): NetlinkSocket & { requests: Uint8Array[] } {
  const requests: Uint8Array[] = [];
  let waiting: Uint8Array[] = [];
  return {
    requests,
    send: (request) => {
      const sequence = new DataView(request.buffer, request.byteOffset).getUint32(8, true);
      waiting = (dumps[requests.length] ?? []).map((datagram) => withSequence(datagram, sequence));
      requests.push(request);
    },
    receive: (into) => {
      const datagram = waiting.shift();
      if (!datagram) throw systemError("EAGAIN", "recv");
      into.set(datagram.subarray(0, into.length));
      return datagram.length;
    },
    close: () => {},
  };
}

/** Follows message lengths as far as they make sense. */
function withSequence(datagram: Uint8Array, sequence: number): Uint8Array {
  const copy = datagram.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 16 <= copy.length; ) {
    view.setUint32(at + 8, sequence, true);
    const length = view.getUint32(at, true);
    if (length < 16) break;
    at += (length + 3) & ~3;
  }
  return copy;
}
