import type { HostFiles } from "../host-files.ts";
import { fileNameOf } from "./file-name.ts";
import type { ReplayFile } from "./read-sockets.ts";

/** The kernel's word is not at hand: nobody collected it. */
export class NotCollected extends Error {
  override name = "NotCollected";
  readonly code = "ENOTCOLLECTED";
  /** The name of the file that would have it. */
  readonly file: string;

  constructor(path: string) {
    super(`${path} is not in the bundle`);
    this.file = fileNameOf(path);
  }
}

const absent = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });

/**
 * The files of another Linux host as far as the bundle has them, so that the collectors of a live host read them. A setting
 * without a file of its own is looked up in `sysctl -a`; what `sysctl -a` does not have, that kernel does not have.
 */
export function bundleHostFiles(files: readonly ReplayFile[], sysctls: ReadonlyMap<string, string>, hasAllSysctls: boolean): HostFiles {
  const byPath = new Map<string, string>();
  for (const { kind, text } of files) if (kind.kind === "host-file" || kind.kind === "sysctl-file") byPath.set(kind.path, text);

  function readText(path: string): string {
    const own = byPath.get(path.replace("/proc/thread-self/net/", "/proc/net/"));
    if (own !== undefined) return own;
    if (!path.startsWith("/proc/sys/")) throw new NotCollected(path);
    const value = sysctls.get(path.slice("/proc/sys/".length).replaceAll("/", "."));
    if (value !== undefined) return value;
    throw hasAllSysctls ? absent(path) : new NotCollected(path);
  }

  return {
    readText,
    readStart: (path, maxBytes) => readText(path).slice(0, maxBytes),
    readBytes: (path) => new TextEncoder().encode(readText(path)),
    list: (folder) => {
      const names = [...byPath.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
      if (names.length === 0) throw absent(folder);
      return names;
    },
    readLink: (path) => {
      throw new NotCollected(path);
    },
    identify: (path) => {
      const at = [...byPath.keys()].indexOf(path);
      if (at < 0) throw absent(path);
      return { device: 0, inode: at };
    },
    sizeOf: (path) => readText(path).length,
  };
}
