import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { inTemporaryFolder, stateFolderIn } from "../testing/temporary-folder.ts";
import { diskStateFolder } from "./disk-state-folder.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("disk state folder", () => {
  it("keeps its files to this user and leaves no temporary one behind", () =>
    inTemporaryFolder((parent) => {
      const folder = stateFolderIn(path.join(parent, "a", "b"));
      folder.create();
      folder.write("agent.json", bytes("{}"), { durable: true });
      folder.write("spool/1", bytes("x"));
      expect(statSync(folder.path).mode & 0o777).toBe(0o700);
      expect(statSync(path.join(folder.path, "agent.json")).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder.path).sort()).toEqual(["agent.json", "spool"]);
      expect(folder.list("spool")).toEqual([{ name: "1", bytes: 1 }]);
    }));

  it("leaves the old file where the new one cannot be written", () =>
    inTemporaryFolder((parent) => {
      const folder = stateFolderIn(parent);
      folder.write("a", bytes("old"));
      folder.write("b", bytes(""));
      expect(() => folder.write("b/c", bytes("new"))).toThrow();
      expect(new TextDecoder().decode(folder.read("a") ?? undefined)).toBe("old");
      expect(folder.read("nothing")).toBeNull();
      folder.remove("nothing");
    }));

  it("is one process's at a time, and is free again when that process is killed", () =>
    inTemporaryFolder(async (parent) => {
      const other = spawn("sleep", ["60"]);
      await once(other, "spawn");
      const held = diskStateFolder(parent, other.pid!).lock();
      expect(held.isOurs).toBe(true);
      expect(stateFolderIn(parent).lock()).toEqual({ isOurs: false, pid: other.pid });

      other.kill("SIGKILL");
      await once(other, "exit");
      const ours = stateFolderIn(parent).lock();
      expect(ours.isOurs).toBe(true);
      expect(stateFolderIn(parent).lock()).toEqual({ isOurs: false, pid: process.pid });
      if (ours.isOurs) ours.release();
      expect(readdirSync(parent)).toEqual([]);
    }));

  it.each(["", "garbage", `${process.pid} 1`, "1 null"])("does not stop at a lock file that says %j", (content) =>
    inTemporaryFolder((parent) => {
      writeFileSync(path.join(parent, "agent.lock"), content);
      expect(stateFolderIn(parent).lock().isOurs).toBe(true);
      expect(existsSync(path.join(parent, "agent.lock"))).toBe(true);
    }),
  );
});
