import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { readTcpPressure } from "./tcp-pressure.ts";

const TEXTS = {
  "/proc/net/sockstat": "sockets: used 9\nTCP: inuse 5 orphan 3 tw 2 alloc 8 mem 17\nUDP: inuse 1 mem 0\n",
  "/proc/sys/net/ipv4/tcp_max_orphans": "131072\n",
  "/proc/sys/net/ipv4/tcp_mem": "282639\t376852\t565278\n",
};

describe("TCP pressure", () => {
  it("is orphans and memory, with their limits", () => {
    expect(readTcpPressure(fakeHostFiles({ texts: TEXTS }))).toEqual({
      orphans: 3,
      maxOrphans: 131_072,
      memoryPages: 17,
      memoryLimits: { low: 282_639, pressure: 376_852, max: 565_278 },
    });
  });

  it("is refused where a limit makes no sense", () => {
    expect(() => readTcpPressure(fakeHostFiles({ texts: { ...TEXTS, "/proc/sys/net/ipv4/tcp_mem": "1 2" } }))).toThrow("tcp_mem");
  });

  it("has no limits in a network namespace that is not the first", () => {
    const texts = { "/proc/net/sockstat": TEXTS["/proc/net/sockstat"] };
    expect(readTcpPressure(fakeHostFiles({ texts }))).toMatchObject({ orphans: 3, maxOrphans: null, memoryLimits: null });
  });
});
