import { execFile } from "node:child_process";
import { chown, mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CHUNK = Buffer.alloc(65_536, "x");

export interface SmallDisk {
  folder: string;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
}

/** A file system of its own in memory, with a folder that belongs to `uid`. Throws where none may be mounted. */
export async function mountSmallDisk(megabytes: number, uid: number): Promise<SmallDisk> {
  const mountPoint = await mkdtemp(path.join(os.tmpdir(), "berth-disk-"));
  const ballast = path.join(mountPoint, "ballast");
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "berth-test", mountPoint]);
  } catch (error) {
    await rm(mountPoint, { recursive: true });
    throw error;
  }
  const folder = await mkdtemp(path.join(mountPoint, "data-"));
  await chown(folder, uid, uid);
  return {
    folder,
    async fill() {
      const file = await open(ballast, "a");
      try {
        for (;;) await file.write(CHUNK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast),
    async remove() {
      await run("umount", [mountPoint]);
      await rm(mountPoint, { recursive: true });
    },
  };
}
