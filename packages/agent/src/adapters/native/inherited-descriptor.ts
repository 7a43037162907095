import type { HostFiles } from "../../collectors/host-files.ts";
import { NETLINK_SOCK_DIAG } from "./netlink.ts";

/** The first descriptor that systemd passes (sd_listen_fds(3)). */
const LISTEN_FDS_START = 3;

/**
 * The NETLINK_SOCK_DIAG descriptor that this process was handed: `BERTH_NETLINK_FD` from the launcher, or systemd's
 * first socket when it was meant for this very process. It must be such a socket, of this network namespace: anything
 * else under that number would be written to. null when there is none.
 */
export function inheritedSockDiagFd(
  environment: Readonly<Record<string, string | undefined>>,
  pid: number,
  files: HostFiles,
): number | null {
  const fd = handedFd(environment, pid);
  return fd !== null && isOwnSockDiag(fd, files) ? fd : null;
}

function handedFd(environment: Readonly<Record<string, string | undefined>>, pid: number): number | null {
  const { BERTH_NETLINK_FD: own, LISTEN_FDS: count, LISTEN_PID: listenPid } = environment;
  if (own !== undefined && /^\d{1,9}$/.test(own)) return Number(own);
  if (count !== undefined && /^[1-9]\d{0,4}$/.test(count) && listenPid === String(pid)) return LISTEN_FDS_START;
  return null;
}

/** /proc/net/netlink lists this namespace's netlink sockets: `sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode`. */
function isOwnSockDiag(fd: number, files: HostFiles): boolean {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(files.readLink(`/proc/self/fd/${fd}`))?.[1];
    if (inode === undefined) return false;
    return files
      .readText("/proc/thread-self/net/netlink")
      .split("\n")
      .some((line) => {
        const columns = line.trim().split(/\s+/);
        return columns[1] === String(NETLINK_SOCK_DIAG) && columns[9] === inode;
      });
  } catch {
    return false;
  }
}
