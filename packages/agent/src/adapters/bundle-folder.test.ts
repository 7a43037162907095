import { mkdirSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
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

  it("is refused where it is not there, and where a file is too large to be read whole", () =>
    inTemporaryFolder((folder) => {
      expect(() => readBundleFolder(path.join(folder, "none"))).toThrow("ENOENT");
      const file = path.join(folder, "ss_-tan.txt");
      writeFileSync(file, "");
      truncateSync(file, 128 * 1024 * 1024 + 1);
      expect(() => readBundleFolder(folder)).toThrow(RangeError);
    }));
});
