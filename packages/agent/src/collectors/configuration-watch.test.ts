import { describe, expect, it } from "vitest";
import { type ConfigurationMemory, ConfigurationWatch } from "./configuration-watch.ts";

const RANGE = "net.ipv4.ip_local_port_range";
const DAY_MS = 24 * 60 * 60_000;

function memory(text: string | null = null): ConfigurationMemory & { writes: number } {
  const kept = {
    writes: 0,
    read: () => text,
    write: (next: string) => {
      text = next;
      kept.writes++;
    },
  };
  return kept;
}

describe("the configuration watch", () => {
  it("finds nothing on its first look, then what changed, and once", () => {
    const watch = new ConfigurationWatch(null);
    expect(watch.look({ [RANGE]: "32768 60999" }, 1)).toBeUndefined();
    const change = { atMs: 2, what: RANGE, before: "32768 60999", after: "15000 64999" };
    expect(watch.look({ [RANGE]: "15000 64999" }, 2)).toEqual([change]);
    expect(watch.look({ [RANGE]: "15000 64999" }, 3)).toEqual([change]);
  });

  it("remembers over a restart, and forgets after seven days", () => {
    const kept = memory();
    new ConfigurationWatch(kept).look({ kernel: "6.1" }, 0);
    const watch = new ConfigurationWatch(kept);
    const changed = watch.look({ kernel: "6.12" }, 1);
    expect(changed).toEqual([{ atMs: 1, what: "kernel", before: "6.1", after: "6.12" }]);
    expect(new ConfigurationWatch(kept).look({ kernel: "6.12" }, 2)).toEqual(changed);
    expect(watch.look({ kernel: "6.12" }, 7 * DAY_MS + 2)).toEqual([]);
  });

  it("does not take what could not be read for a change", () => {
    const watch = new ConfigurationWatch(null);
    watch.look({ kernel: "6.1", [RANGE]: "1 2" }, 0);
    expect(watch.look({ kernel: "6.1" }, 1)).toEqual([]);
    expect(watch.look({ kernel: "6.1", [RANGE]: "1 3" }, 2)).toMatchObject([{ what: RANGE, before: "1 2" }]);
  });

  it("writes only when there is something to keep", () => {
    const kept = memory();
    const watch = new ConfigurationWatch(kept);
    for (let at = 0; at < 5; at++) watch.look({ kernel: "6.1" }, at);
    expect(kept.writes).toBe(1);
  });

  it.each(["{", "[]", '{"fingerprint":{},"changes":[{"atMs":"1"}]}', '{"fingerprint":{"a":1},"changes":[]}'])(
    "starts anew from a memory that is none: %s",
    (text) => {
      expect(new ConfigurationWatch(memory(text)).look({ kernel: "6.1" }, 1)).toBeUndefined();
    },
  );
});
