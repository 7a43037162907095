import { type HostFiles, readBuffer } from "../host-files.ts";
import type { Sockstat } from "./sockstat.ts";

const NEWLINE = 10;

const buffer = readBuffer();

/**
 * Sockets that a namespace has, less all that some table shows: an upper bound for the TCP sockets that are bound and
 * neither connected nor listening. Sockets of rarer families (vsock, AF_ALG, …) and unbound ones stay in, so it never
 * counts too few, with one exception: TCP sockets of the kernel itself (NFS) are in `inuse` and not in `used`, and each
 * lowers the figure by one, even below zero.
 */
export function unexplainedSockets(files: HostFiles, folder: string, { used, tcp, tcp6, udp, raw }: Sockstat): number {
  const shown = tcp + tcp6 + udp + raw;
  if (used === shown) return 0;
  return used - shown - countLines(files, folder, "unix") - countUserNetlink(files, folder) - countLines(files, folder, "packet");
}

/** Lines after the header; a family that the kernel does not have has no file and no socket. */
function countLines(files: HostFiles, folder: string, name: string): number {
  const bytes = readOrEmpty(files, `${folder}/${name}`);
  let lines = -1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return Math.max(0, lines);
}

/** `sk Eth Pid Groups …`: the kernel's own netlink sockets have Pid 0 and are in no total. */
function countUserNetlink(files: HostFiles, folder: string): number {
  const text = new TextDecoder().decode(readOrEmpty(files, `${folder}/netlink`));
  return text.split("\n").filter((line) => /^[0-9a-f]+ +\d+ +-?[1-9]\d* /.test(line)).length;
}

function readOrEmpty(files: HostFiles, path: string): Uint8Array {
  try {
    return files.readBytes(path, buffer);
  } catch {
    return new Uint8Array(0);
  }
}
