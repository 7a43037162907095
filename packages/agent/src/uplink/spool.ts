import { gunzip, gzip } from "../adapters/gzip.ts";
import type { StateFolder } from "./state-folder.ts";

const FOLDER = "spool";
const FILE = /^(\d{12})\.json\.gz$/;
/** Left by a write that was killed. */
const TORN_FILE = /^\d{12}\.json\.gz\.tmp$/;
/** A snapshot is 256 KiB at most (wire version 1); more than that was not written by an agent. */
const SNAPSHOT_MAX_BYTES = 512 * 1024;

export interface SpoolLimits {
  /** Packed, on disk. */
  bytes: number;
  snapshots: number;
  /** Packed, in memory while the disk refuses. */
  memoryBytes: number;
  memorySnapshots: number;
}

/** A day of snapshots every 10 s; an hour of them where there is no disk. */
export const SPOOL_LIMITS: SpoolLimits = { bytes: 50_000_000, snapshots: 8_640, memoryBytes: 4_000_000, memorySnapshots: 360 };

export interface SpoolEvents {
  /** The disk began to refuse; snapshots wait in memory. `reason` is the system's error code. */
  diskRefuses(reason: string): void;
  diskWorks(): void;
  /** A limit was reached for the first time since the spool was last empty. */
  full(): void;
  /** A record on disk could not be read back. */
  unreadable(): void;
}

/** A snapshot in its place in the spool. Places are numbered upwards and never given twice by one process. */
export interface Waiting<T> {
  sequence: number;
  record: T;
}

interface Entry {
  sequence: number;
  bytes: number;
  /** The record itself, where the disk would not take it. */
  held: Uint8Array | null;
}

/**
 * Snapshots that wait for the server, oldest first: one packed file each, written whole by rename, so a killed agent
 * leaves no half of one. A file that a power cut tore fails its checksum and is dropped. Past a limit the oldest goes.
 */
export class Spool {
  readonly #folder: StateFolder;
  readonly #limits: SpoolLimits;
  readonly #events: SpoolEvents;
  #entries: Entry[] = [];
  #bytes = 0;
  #nextSequence = 1;
  #dropped = 0;
  #isDiskRefusing = false;
  #isFull = false;

  constructor(folder: StateFolder, limits: SpoolLimits, events: SpoolEvents) {
    this.#folder = folder;
    this.#limits = limits;
    this.#events = events;
    for (const { name, bytes } of ownFiles(folder)) {
      const sequence = FILE.exec(name)?.[1];
      if (sequence) this.#admit({ sequence: Number(sequence), bytes, held: null });
      else this.#tryDisk(() => folder.remove(`${FOLDER}/${name}`));
    }
  }

  /** Snapshots that wait. */
  get size(): number {
    return this.#entries.length;
  }

  /** Places of the oldest and the newest that wait; null where none does. */
  get oldestSequence(): number | null {
    return this.#entries[0]?.sequence ?? null;
  }

  get newestSequence(): number | null {
    return this.#entries.at(-1)?.sequence ?? null;
  }

  /** Snapshots lost since this process began: over a limit, unreadable, or refused by the server. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Returns its place. */
  append(snapshot: string): number {
    const packed = gzip(snapshot);
    const entry: Entry = { sequence: this.#nextSequence, bytes: packed.byteLength, held: packed };
    this.#admit(entry);
    this.settle();
    return entry.sequence;
  }

  /** Moves what waits in memory to disk, as far as that takes it. Returns how many still wait in memory only. */
  settle(): number {
    for (const waiting of this.#held()) if (!this.#settle(waiting)) break;
    return this.#held().length;
  }

  /**
   * What waits, oldest first, as `read` makes it of the text, without removing it. What cannot be read any more, because
   * unpacking it or `read` throws, is dropped on the way.
   */
  *oldest<T>(read: (sequence: number, unpack: () => string) => T): Generator<Waiting<T>, void, void> {
    for (let index = 0; index < this.#entries.length; ) {
      const entry = this.#entries[index]!;
      const record = this.#read(entry, read);
      if (record === null) {
        this.#events.unreadable();
        this.#dropAt(index);
      } else {
        index++;
        yield { sequence: entry.sequence, record: record.value };
      }
    }
  }

  /** All up to that place were delivered. A full spool may have dropped some of them meanwhile, so they are named by their end. */
  remove(last: number): void {
    while (this.#entries[0] && this.#entries[0].sequence <= last) this.#forget(this.#entries.shift()!);
  }

  /** All up to that place were refused for good. */
  drop(last: number): void {
    while (this.#entries[0] && this.#entries[0].sequence <= last) this.#dropAt(0);
  }

  clear(): void {
    while (this.#entries.length > 0) this.#dropAt(0);
  }

  #admit(entry: Entry): void {
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
    this.#nextSequence = entry.sequence + 1;
    while (this.#entries.length > this.#limits.snapshots || (this.#bytes > this.#limits.bytes && this.#entries.length > 1))
      this.#overflow(0);
  }

  /** Moves a record from memory to disk; false where the disk will not have it. */
  #settle(entry: Entry): boolean {
    const { held } = entry;
    if (held === null) return true;
    const isWritten = this.#tryDisk(() => this.#folder.write(fileOf(entry), held));
    if (isWritten) entry.held = null;
    else this.#boundMemory();
    return isWritten;
  }

  #held(): Entry[] {
    return this.#entries.filter(({ held }) => held !== null);
  }

  #boundMemory(): void {
    const held = this.#held();
    let bytes = held.reduce((sum, entry) => sum + entry.bytes, 0);
    for (let count = held.length; count > this.#limits.memorySnapshots || (bytes > this.#limits.memoryBytes && count > 1); count--) {
      const oldest = held[held.length - count]!;
      bytes -= oldest.bytes;
      this.#overflow(this.#entries.indexOf(oldest));
    }
  }

  #read<T>(entry: Entry, read: (sequence: number, unpack: () => string) => T): { value: T } | null {
    try {
      return { value: read(entry.sequence, () => this.#unpack(entry)) };
    } catch {
      return null;
    }
  }

  #unpack(entry: Entry): string {
    const packed = entry.held ?? this.#folder.read(fileOf(entry));
    if (packed === null) throw new Error("the file is gone");
    return gunzip(packed, SNAPSHOT_MAX_BYTES);
  }

  #overflow(index: number): void {
    if (!this.#isFull) this.#events.full();
    this.#isFull = true;
    this.#dropAt(index);
  }

  #dropAt(index: number): void {
    this.#dropped++;
    for (const entry of this.#entries.splice(index, 1)) this.#forget(entry);
  }

  #forget(entry: Entry): void {
    this.#bytes -= entry.bytes;
    if (this.#entries.length === 0) this.#isFull = false;
    if (entry.held === null) this.#tryDisk(() => this.#folder.remove(fileOf(entry)));
  }

  #tryDisk(work: () => void): boolean {
    try {
      work();
    } catch (error) {
      if (!this.#isDiskRefusing) this.#events.diskRefuses(codeOf(error));
      this.#isDiskRefusing = true;
      return false;
    }
    if (this.#isDiskRefusing) this.#events.diskWorks();
    this.#isDiskRefusing = false;
    return true;
  }
}

const fileOf = ({ sequence }: Entry): string => `${FOLDER}/${String(sequence).padStart(12, "0")}.json.gz`;

/** Other files are left alone: the folder may have been chosen badly. */
const ownFiles = (folder: StateFolder) =>
  folder
    .list(FOLDER)
    .filter(({ name }) => FILE.test(name) || TORN_FILE.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/** Removes every waiting snapshot from a folder that no agent runs on. */
export function emptySpool(folder: StateFolder): void {
  for (const { name } of ownFiles(folder)) folder.remove(`${FOLDER}/${name}`);
}
