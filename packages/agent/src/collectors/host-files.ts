/**
 * The host's files as collectors see them: a port with a fake, so that the same collector reads a folder of recordings.
 * Every method is synchronous (a collector may run inside another network namespace, which only this thread has entered)
 * and throws an error with the kernel's word as `code` (ENOENT, EACCES, …).
 */
export interface HostFiles {
  readText(path: string): string;
  /** At most so many bytes from its beginning: for files that whoever is looked at may make as long as they like. */
  readStart(path: string, maxBytes: number): string;
  /** The whole file, in the caller's memory: valid until that buffer is used again. */
  readBytes(path: string, buffer: ReadBuffer): Uint8Array;
  /** Names in a folder. */
  list(path: string): string[];
  readLink(path: string): string;
  /** What tells one file from another, links followed. */
  identify(path: string): { device: number; inode: number };
  /** Bytes, or what a file system counts instead. */
  sizeOf(path: string): number;
}

/** Memory that grows to the largest file it met and is used again. */
export interface ReadBuffer {
  bytes: Uint8Array<ArrayBuffer>;
}

export const readBuffer = (bytes = 64 * 1024): ReadBuffer => ({ bytes: new Uint8Array(bytes) });
