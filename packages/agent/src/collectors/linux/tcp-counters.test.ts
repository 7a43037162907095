import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { counterDeltas, parseCounterSection, readTcpCounters } from "./tcp-counters.ts";

const recorded = (name: string) => readFileSync(new URL(`recordings/cat-proc-net-${name}.txt`, import.meta.url), "utf8");
const hostWith = (snmp: string, netstat: string) =>
  fakeHostFiles({ texts: { "/proc/thread-self/net/snmp": snmp, "/proc/thread-self/net/netstat": netstat } });

const NOTHING = {
  synRetransmits: 0,
  abortsOnMemory: 0,
  activeOpens: 0,
  passiveOpens: 0,
  attemptFails: 0,
  outResets: 0,
  timeWaitRecycled: 0,
  timeWaitOverflow: 0,
  listenDrops: 0,
};

describe("counters", () => {
  test("are found by the header's names", () => {
    expect(readTcpCounters(hostWith(recorded("snmp"), recorded("netstat")))).toEqual({ ...NOTHING, activeOpens: 15, passiveOpens: 15 });
  });

  test("a value may be negative or have moved to another column", () => {
    expect(parseCounterSection("Udp: A\nUdp: 1\nTcp: MaxConn ActiveOpens\nTcp: -1 7\n", "Tcp")).toEqual(
      new Map([
        ["MaxConn", -1],
        ["ActiveOpens", 7],
      ]),
    );
  });

  test.each(["", "Tcp: A B\n", "Tcp: A B\nTcp: 1\n", "Tcp: A\nTcp: x\n", "Tcp: A\nTcp: 1\nTcp: 2\n"])("%j is refused", (text) => {
    expect(() => parseCounterSection(text, "Tcp")).toThrow(SyntaxError);
  });

  test("a kernel that has no such counter is refused, not counted as zero", () => {
    expect(() => readTcpCounters(hostWith("Tcp: ActiveOpens\nTcp: 1\n", recorded("netstat")))).toThrow(/PassiveOpens/);
  });

  test("deltas are what happened in between; a counter that went back is none", () => {
    expect(counterDeltas({ ...NOTHING, outResets: 3 }, { ...NOTHING, outResets: 10 })).toEqual({ ...NOTHING, outResets: 7 });
    expect(() => counterDeltas({ ...NOTHING, outResets: 3 }, NOTHING)).toThrow(/went back/);
  });
});
