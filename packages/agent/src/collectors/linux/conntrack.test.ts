import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { conntrackDropsSince, readConntrack, readConntrackDrops } from "./conntrack.ts";

const FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";
const STAT = "/proc/net/stat/nf_conntrack";

describe("conntrack", () => {
  it("is count and maximum, with what else the kernel shows", () => {
    const texts = { [`${FOLDER}count`]: "12\n", [`${FOLDER}max`]: "262144\n" };
    expect(readConntrack(fakeHostFiles({ texts }))).toEqual({ count: 12, max: 262_144, buckets: null });
    const timeouts = { [`${FOLDER}tcp_timeout_established`]: "432000\n", [`${FOLDER}tcp_timeout_time_wait`]: "120\n" };
    expect(readConntrack(fakeHostFiles({ texts: { ...texts, ...timeouts } })).timeouts).toEqual({ established: 432_000, timeWait: 120 });
  });

  it("sums its drops over the CPUs, by the header's names, from hexadecimal", () => {
    const read = (text: string) => readConntrackDrops(fakeHostFiles({ texts: { [STAT]: text } }));
    const text = "entries  clashres insert_failed drop early_drop\n00000010  0 0000000a 1 2\n00000010  0 00000001 0 0\n";
    expect(read(text)).toEqual({ dropped: 1, earlyDropped: 2, insertFailed: 11 });
    expect(() => read("entries drop early_drop\n1 1 1\n")).toThrow("insert_failed");
    expect(() => read("drop early_drop insert_failed\n1 1 xyz\n")).toThrow("xyz");
  });

  it("says nothing of drops where there is no earlier total, or one that is higher", () => {
    const at = (dropped: number) => ({ dropped, earlyDropped: 0, insertFailed: 0 });
    expect(conntrackDropsSince(null, at(3))).toBeUndefined();
    expect(conntrackDropsSince(at(4), at(3))).toBeUndefined();
    expect(conntrackDropsSince(at(1), at(3))).toEqual(at(2));
  });
});
