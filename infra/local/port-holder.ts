import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import net from "node:net";

const LISTEN = "0A";

/** Who listens on a TCP port of this machine: `nginx (process 812)`. Null where /proc does not tell this user. */
export function portHolder(port: number): string | null {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(readOrEmpty(table), port)));
  if (inodes.size === 0) return null;
  const pid = entries("/proc").find((name) => /^\d+$/.test(name) && holdsOneOf(name, inodes));
  return pid ? `${readOrEmpty(`/proc/${pid}/comm`).trim()} (process ${pid})` : null;
}

/** A port that nobody holds at this moment. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Inodes of the listeners on `port` in a /proc/net/tcp table (Documentation/networking/proc_net_tcp.rst). */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
    .flatMap((fields) => fields[9] ?? []);
}

function holdsOneOf(pid: string, inodes: ReadonlySet<string>): boolean {
  return entries(`/proc/${pid}/fd`).some((descriptor) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${descriptor}`)) ?? [];
    return inode !== undefined && inodes.has(inode);
  });
}

/** Processes come and go while they are read, and other users' are closed to us: both hold nothing that we can name. */
function orElse<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function readOrEmpty(file: string): string {
  return orElse(() => readFileSync(file, "utf8"), "");
}

function entries(folder: string): string[] {
  return orElse(() => readdirSync(folder), []);
}

function linkTarget(file: string): string {
  return orElse(() => readlinkSync(file), "");
}
