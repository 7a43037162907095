/**
 * The agent's folder on disk, mode 0700, its files 0600. Every write replaces a whole file or nothing. Calls are
 * synchronous: files are a few kilobytes, and nothing else in this process waits for them.
 */
export interface StateFolder {
  readonly path: string;
  /** Throws the system's error where the folder cannot be made. */
  create(): void;
  /** Names and sizes of the files in a sub-folder; empty where there is none. */
  list(folder: string): StoredFile[];
  /** Null where there is no such file; throws the system's error where it cannot be read. */
  read(file: string): Uint8Array | null;
  /** `durable` waits until the disk has it. Throws the system's error (ENOSPC, EROFS, EACCES) and leaves the old file. */
  write(file: string, content: Uint8Array, options?: { durable: boolean }): void;
  /** No error where the file is gone already. */
  remove(file: string): void;
  /** Takes the folder for this process, or names the process that has it. */
  lock(): { isOurs: true; release(): void } | { isOurs: false; pid: number };
}

export interface StoredFile {
  name: string;
  bytes: number;
}
