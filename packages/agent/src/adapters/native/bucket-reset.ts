import type { Address } from "@berth/shared/domain/network/address.ts";
import { PORT_RANGE_FILE, parsePortRange } from "../../collectors/linux/port-range.ts";
import { hostFiles } from "../files.ts";
import { openDryRun } from "./dry-run.ts";
import type { InNewNamespace } from "./enter-namespace.ts";
import type { Libc } from "./libc.ts";
import { NETLINK_ROUTE, openNetlink } from "./netlink.ts";
import { AF, socketAddress } from "./socket-address.ts";

const SOCK_STREAM_CLOEXEC = 1 | 0o2000000;
/** include/uapi/linux/rtnetlink.h, if.h */
const RTM_NEWLINK = 16;
const NLM_F_REQUEST_ACK = 5;
const LOOPBACK_INDEX = 1;
const IFF_UP = 1;

/** 127.0.0.2: an address that no dry run has. */
const BINDER: Address = { family: 4, words: [0x02_00_00_7f, 0, 0, 0] };

/**
 * Whether a port whose binder left is open to autobind again while another socket stays on it. The answer is the
 * kernel's behaviour: the change came with Linux 6.18 and was backported, so no version number tells. Null where no
 * namespace may be made or the kernel does not answer dry runs.
 */
export function findBucketReset(libc: Libc, inNew: InNewNamespace): boolean | null {
  try {
    return inNew(() => resetsHere(libc));
  } catch {
    return null;
  }
}

/** On an empty namespace: a binder takes a port that a connect-owned socket is on, and leaves it again. */
function resetsHere(libc: Libc): boolean | null {
  raiseLoopback(libc);
  const { low: port } = parsePortRange(hostFiles.readText(PORT_RANGE_FILE));
  const [stays, asks] = [openDryRun(libc), openDryRun(libc)];
  try {
    if (!stays.hold(port) || !asks.isUsable(port)) return null;
    const isClosedByBinder = whileBound(libc, port, () => !asks.isUsable(port));
    return isClosedByBinder ? asks.isUsable(port) : null;
  } finally {
    stays.close();
    asks.close();
  }
}

function whileBound<T>(libc: Libc, port: number, work: () => T): T {
  const fd = libc.socket(AF[4], SOCK_STREAM_CLOEXEC, 0);
  try {
    libc.bind(fd, socketAddress(BINDER, port));
    return work();
  } finally {
    libc.close(fd);
  }
}

/** RTM_NEWLINK with struct ifinfomsg { family, type, index, flags, change }: a new namespace has its loopback down. */
function raiseLoopback(libc: Libc): void {
  const request = new Uint8Array(32);
  const view = new DataView(request.buffer);
  view.setUint32(0, request.length, true);
  view.setUint16(4, RTM_NEWLINK, true);
  view.setUint16(6, NLM_F_REQUEST_ACK, true);
  view.setInt32(20, LOOPBACK_INDEX, true);
  view.setUint32(24, IFF_UP, true);
  view.setUint32(28, IFF_UP, true);
  const socket = openNetlink(libc, NETLINK_ROUTE);
  try {
    socket.send(request);
    socket.receive(new Uint8Array(1024));
  } finally {
    socket.close();
  }
}
