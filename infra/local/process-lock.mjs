// One process at a time, held by a file that names its holder. Plain JavaScript because the bootstrap runs it on Node 20.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} startedAt What the kernel knows the process by: a pid alone is used again.
 * @property {string | null} address Where the holder can be reached, once it knows.
 */

/**
 * Takes the lock, also from a holder that is gone. The file appears whole or not at all, and of two who find the same
 * stale file one wins.
 * @param {string} file
 * @returns {Holder | null} Null when the lock is ours now, else who has it.
 */
export function takeLock(file) {
  const draft = writeDraft(file, process.pid, null);
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return null;
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error;
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return holder;
      removeStale(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Names the holder anew: to say where it can be reached, or to note a process that was started.
 * @param {string} file
 * @param {number} pid
 * @param {string | null} [address]
 */
export function writeHolder(file, pid, address = null) {
  renameSync(writeDraft(file, pid, address), file);
}

/**
 * Lets go of a lock that is ours; another's stays.
 * @param {string} file
 */
export function releaseLock(file) {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

/**
 * @param {string} file
 * @returns {Holder | null} Null where there is no file, or one that was cut short.
 */
export function readHolder(file) {
  try {
    const { pid, startedAt, address } = JSON.parse(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0
      ? { pid, startedAt: String(startedAt), address: typeof address === "string" ? address : null }
      : null;
  } catch (error) {
    if (hasCode(error, "ENOENT") || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * @param {Holder} holder
 * @returns {boolean} Whether that very process still runs.
 */
export function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, "EPERM")) return false;
  }
  const identity = identityOf(pid);
  return identity === null || startedAt === "" || identity === startedAt;
}

/**
 * Boot and start time of a process (proc_pid_stat(5), field 22), null where there is no /proc; a zombie has ended.
 * @param {number} pid
 * @returns {string | null}
 */
function identityOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? "ended" : `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

/**
 * Moves the file aside before it is deleted: had another taken the lock meanwhile, its file is put back.
 * @param {string} file
 * @param {Holder | null} stale
 */
function removeStale(file, stale) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside)?.startedAt !== stale?.startedAt) linkSync(aside, file);
  } catch (error) {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} file
 * @param {number} pid
 * @param {string | null} address
 * @returns {string} A file beside the lock, ready to take its place.
 */
function writeDraft(file, pid, address) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ pid, startedAt: identityOf(pid) ?? "", address })}\n`, { mode: 0o600 });
  return draft;
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
