import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { StateFolder } from "../uplink/state-folder.ts";

const LOCK_FILE = "agent.lock";

/** The state folder on this machine's disk. `pid` is this process, which the lock names. */
export function diskStateFolder(folder: string, pid: number): StateFolder {
  const at = (file: string) => path.join(folder, file);

  function write(file: string, content: Uint8Array, isDurable: boolean): void {
    mkdirSync(path.dirname(at(file)), { recursive: true, mode: 0o700 });
    const temporary = `${at(file)}.tmp`;
    try {
      writeFileSync(temporary, content, { mode: 0o600, flush: isDurable });
      renameSync(temporary, at(file));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    if (isDurable) syncFolder(path.dirname(at(file)));
  }

  return {
    path: folder,
    create: () => void mkdirSync(folder, { recursive: true, mode: 0o700 }),
    list: (subfolder) =>
      unlessAbsent(() => readdirSync(at(subfolder)), [])
        .map((name) => ({ name, stat: statSync(at(path.join(subfolder, name)), { throwIfNoEntry: false }) }))
        .flatMap(({ name, stat }) => (stat?.isFile() ? [{ name, bytes: stat.size }] : [])),
    read: (file) => unlessAbsent(() => readFileSync(at(file)), null),
    write: (file, content, options) => write(file, content, options?.durable ?? false),
    remove: (file) => rmSync(at(file), { force: true }),
    lock: () => lockFile(at(LOCK_FILE), pid),
  };
}

function unlessAbsent<T, F>(read: () => T, fallback: F): T | F {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return fallback;
    throw error;
  }
}

/** A rename is on disk only once its folder is. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * A lock that a killed process does not leave behind: it names the process and when that started (proc_pid_stat(5),
 * field 22), so a number that was given out again is not mistaken for the holder. link() makes it appear whole.
 */
function lockFile(file: string, pid: number): ReturnType<StateFolder["lock"]> {
  const own = `${file}.${pid}`;
  const mine = `${pid} ${startOf(pid)}`;
  writeFileSync(own, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(own, file);
        return { isOurs: true, release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (attempt === 3) throw error;
      }
      const held = unlessAbsent(() => readFileSync(file, "utf8"), "");
      const holder = Number(held.split(" ", 1)[0]);
      if (held !== "" && held === `${holder} ${startOf(holder)}`) return { isOurs: false, pid: holder };
      if (unlessAbsent(() => readFileSync(file, "utf8"), "") === held) rmSync(file, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Clock ticks since boot when the process started; null where there is no such process. */
function startOf(pid: number): string | null {
  const stat = unlessAbsent(() => readFileSync(`/proc/${pid}/stat`, "utf8"), null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
