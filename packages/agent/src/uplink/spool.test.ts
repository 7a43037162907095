import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTemporaryFolder, stateFolderIn } from "../testing/temporary-folder.ts";
import { SPOOL_LIMITS, Spool, type SpoolEvents, type SpoolLimits } from "./spool.ts";
import type { StateFolder } from "./state-folder.ts";

const record = (n: number): string => JSON.stringify({ capturedAtMs: n, filler: "x".repeat(n % 50) });

function openSpool(folder: StateFolder, limits: Partial<SpoolLimits> = {}): { spool: Spool; events: string[] } {
  const events: string[] = [];
  const listener: SpoolEvents = {
    diskRefuses: (reason) => events.push(`refuses ${reason}`),
    diskWorks: () => events.push("works"),
    full: () => events.push("full"),
    unreadable: () => events.push("unreadable"),
  };
  return { spool: new Spool(folder, { ...SPOOL_LIMITS, ...limits }, listener), events };
}

const waiting = (spool: Spool) => [...spool.oldest((_sequence, unpack) => unpack())];
const everything = (spool: Spool): string[] => waiting(spool).map(({ record }) => record);
/** The place of the newest of the oldest `count`. */
const placeOf = (spool: Spool, count: number): number => waiting(spool).slice(0, count).at(-1)?.sequence ?? 0;

/** The real folder, until its disk is made to refuse. */
function faultyFolder(folder: StateFolder): StateFolder & { fault: string | null } {
  const refuse = () => {
    if (faulty.fault) throw Object.assign(new Error(faulty.fault), { code: faulty.fault });
  };
  const faulty: StateFolder & { fault: string | null } = {
    ...folder,
    fault: null,
    write: (...args) => {
      refuse();
      folder.write(...args);
    },
    remove: (file) => {
      refuse();
      folder.remove(file);
    },
  };
  return faulty;
}

describe("spool", () => {
  it("gives back what was appended, in order, across restarts, and forgets only what was removed", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("append" as const) }),
      fc.record({ kind: fc.constant("deliver" as const), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant("restart" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), (steps) =>
        inTemporaryFolder((path) => {
          let { spool } = openSpool(stateFolderIn(path));
          let expected: string[] = [];
          for (const [index, each] of steps.entries()) {
            if (each.kind === "append") {
              spool.append(record(index));
              expected.push(record(index));
            } else if (each.kind === "deliver") {
              spool.remove(placeOf(spool, each.count));
              expected = expected.slice(each.count);
            } else spool = openSpool(stateFolderIn(path)).spool;
            expect(everything(spool)).toEqual(expected);
          }
          expect(spool.dropped).toBe(0);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it("loses only the last record where a power cut tore it, at whatever byte", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (count, at) =>
        inTemporaryFolder((folder) => {
          const { spool } = openSpool(stateFolderIn(folder));
          const records = Array.from({ length: count }, (_, index) => record(index));
          for (const each of records) spool.append(each);
          const last = path.join(folder, "spool", readdirSync(path.join(folder, "spool")).sort().at(-1)!);
          truncateSync(last, Math.floor(at * stateFolderIn(folder).list("spool").at(-1)!.bytes));

          const { spool: reopened, events } = openSpool(stateFolderIn(folder));
          expect(everything(reopened)).toEqual(records.slice(0, -1));
          expect(reopened.dropped).toBe(1);
          expect(events).toEqual(["unreadable"]);
          expect(readdirSync(path.join(folder, "spool"))).toHaveLength(count - 1);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it("clears away a write that was killed, and leaves files alone that are not its own", () =>
    inTemporaryFolder((folder) => {
      openSpool(stateFolderIn(folder)).spool.append(record(1));
      writeFileSync(path.join(folder, "spool", "000000000002.json.gz.tmp"), "half");
      writeFileSync(path.join(folder, "spool", "mail"), "not ours");
      expect(openSpool(stateFolderIn(folder)).spool.size).toBe(1);
      expect(readdirSync(path.join(folder, "spool")).sort()).toEqual(["000000000001.json.gz", "mail"]);
    }));

  it("drops the oldest first past either limit, counts them and says so once", () =>
    inTemporaryFolder((folder) => {
      const { spool, events } = openSpool(stateFolderIn(folder), { snapshots: 3 });
      for (let n = 0; n < 8; n++) spool.append(record(n));
      expect(everything(spool)).toEqual([5, 6, 7].map(record));
      expect(spool.dropped).toBe(5);
      expect(events).toEqual(["full"]);
      expect(readdirSync(path.join(folder, "spool"))).toHaveLength(3);

      const { spool: small } = openSpool(stateFolderIn(folder), { bytes: 1 });
      expect(everything(small)).toEqual([record(7)]);
    }));

  it("unpacks no more than is asked of it, and drops what its reader finds to be no snapshot", () =>
    inTemporaryFolder((folder) => {
      const { spool, events } = openSpool(stateFolderIn(folder));
      for (let n = 0; n < 4; n++) spool.append(record(n));
      const unpacked: number[] = [];
      const read = (sequence: number, unpack: () => string) => {
        unpacked.push(sequence);
        if (unpack() === record(0)) throw new SyntaxError("no snapshot");
        return sequence;
      };
      const [first] = spool.oldest(read);
      expect(first?.sequence).toBe(unpacked[1]);
      expect(unpacked).toHaveLength(2);
      expect(everything(spool)).toEqual([1, 2, 3].map(record));
      expect(events).toEqual(["unreadable"]);
    }));

  it("does not take away a newer record when what was under way has been dropped meanwhile", () =>
    inTemporaryFolder((folder) => {
      const { spool } = openSpool(stateFolderIn(folder), { snapshots: 2 });
      spool.append(record(1));
      spool.append(record(2));
      const underWay = placeOf(spool, 1);
      spool.append(record(3));
      spool.remove(underWay);
      expect(everything(spool)).toEqual([record(2), record(3)]);
    }));

  it("holds snapshots in memory, bounded, while the disk refuses, and settles them when it works again", () =>
    inTemporaryFolder((path) => {
      const folder = faultyFolder(stateFolderIn(path));
      const { spool, events } = openSpool(folder, { memorySnapshots: 2 });
      spool.append(record(1));
      folder.fault = "ENOSPC";
      for (let n = 2; n <= 5; n++) spool.append(record(n));
      expect(everything(spool)).toEqual([1, 4, 5].map(record));
      expect(events).toEqual(["refuses ENOSPC", "full"]);

      folder.fault = null;
      spool.append(record(6));
      expect(events).toEqual(["refuses ENOSPC", "full", "works"]);
      expect(everything(openSpool(stateFolderIn(path)).spool)).toEqual([1, 4, 5, 6].map(record));
    }));

  it("survives its files being taken away under it", () =>
    inTemporaryFolder((folder) => {
      const { spool } = openSpool(stateFolderIn(folder));
      for (let n = 1; n <= 3; n++) spool.append(record(n));
      rmSync(path.join(folder, "spool", "000000000002.json.gz"));
      expect(everything(spool)).toEqual([record(1), record(3)]);
      expect(spool.dropped).toBe(1);
    }));
});
