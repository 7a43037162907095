import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { recogniseBundle } from "../collectors/replay/replay-collector.ts";
import { inTemporaryFolder } from "../testing/temporary-folder.ts";
import { readBundleFolder } from "./bundle-folder.ts";

describe("the folder of a bundle", () => {
  it("has the bytes and the time of each file, and names a folder in it", () =>
    inTemporaryFolder((folder) => {
      const file = path.join(folder, "hostname.txt");
      writeFileSync(file, Uint8Array.from([0xff, 0x41]));
      utimesSync(file, 1_700_000_000, 1_700_000_000);
      mkdirSync(path.join(folder, "logs"));
      writeFileSync(path.join(folder, ".DS_Store"), "x");
      expect(readBundleFolder(folder).files).toEqual([
        { name: "hostname.txt", bytes: Uint8Array.from([0xff, 0x41]), modifiedMs: 1_700_000_000_000 },
        { name: "logs/", bytes: new Uint8Array(0), modifiedMs: 0 },
      ]);
    }));

  it("shows nothing of what a link in it leads to", () =>
    inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, ".secret"), "root:$6$");
      symlinkSync(path.join(folder, ".secret"), path.join(folder, "hostname.txt"));
      const { files } = readBundleFolder(folder);
      expect(files).toEqual([{ name: "hostname.txt@", bytes: new Uint8Array(0), modifiedMs: 0 }]);
      expect(recogniseBundle({ folder, files })).toMatchObject({ files: [], unknown: ["hostname.txt@"] });
    }));

  it("is refused where its files have more than 512 MiB together", () =>
    inTemporaryFolder((folder) => {
      for (const name of ["a", "b", "c", "d", "e"]) {
        writeFileSync(path.join(folder, name), "");
        truncateSync(path.join(folder, name), 103 * 1024 * 1024);
      }
      expect(() => readBundleFolder(folder)).toThrow(RangeError);
    }));

  it("is refused where it is not there, and where a file is too large to be read whole", () =>
    inTemporaryFolder((folder) => {
      expect(() => readBundleFolder(path.join(folder, "none"))).toThrow("ENOENT");
      const file = path.join(folder, "ss_-tan.txt");
      writeFileSync(file, "");
      truncateSync(file, 128 * 1024 * 1024 + 1);
      expect(() => readBundleFolder(folder)).toThrow(RangeError);
    }));
});
