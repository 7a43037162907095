import { type HostFiles, readBuffer } from "../host-files.ts";
import { readSockstat, type Sockstat } from "./sockstat.ts";

const NEWLINE = 10;

const buffer = readBuffer();

/**
 * At most so many TCP sockets are bound and neither connected nor listening: the sockets that the namespace has, less
 * all that some table shows. Sockets of rarer families (vsock, AF_ALG, …) stay in, so it never counts too few of them.
 * Kernel-made TCP sockets (NFS, for one) are in `inuse` and not in `used`; each of them lowers the bound by one.
 */
export function boundInactiveMax(files: HostFiles, folder: string): number {
  const stat = readSockstat(files, folder);
  return Math.max(
    0,
    stat.used -
      shownSockets(stat) -
      countLines(files, folder, "unix") -
      countUserNetlink(files, folder) -
      countLines(files, folder, "packet"),
  );
}

const shownSockets = ({ tcp, tcp6, udp, raw }: Sockstat) => tcp + tcp6 + udp + raw;

/** Lines after the header; a family that the kernel does not have has no file and no socket. */
function countLines(files: HostFiles, folder: string, name: string): number {
  let lines = -1;
  for (const byte of readOrEmpty(files, `${folder}/${name}`)) if (byte === NEWLINE) lines++;
  return Math.max(0, lines);
}

/** `sk Eth Pid Groups …`: the kernel's own netlink sockets have Pid 0 and are in no total. */
function countUserNetlink(files: HostFiles, folder: string): number {
  const text = new TextDecoder().decode(readOrEmpty(files, `${folder}/netlink`));
  return text.split("\n").filter((line) => /^[0-9a-f]+ +\d+ +[1-9]\d* /.test(line)).length;
}

function readOrEmpty(files: HostFiles, path: string): Uint8Array {
  try {
    return files.readBytes(path, buffer);
  } catch {
    return new Uint8Array(0);
  }
}
