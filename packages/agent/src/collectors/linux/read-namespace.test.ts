import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fakeHostFiles, systemError } from "../../testing/fake-host-files.ts";
import { readRecordedDumps, recordedNetlink } from "../../testing/recorded-netlink.ts";
import { type NamespaceAccess, NamespaceReader } from "./read-namespace.ts";

const recorded = (name: string) => readFileSync(new URL(`recordings/cat-proc-net-${name}.txt`, import.meta.url), "utf8");
const DUMPS = readRecordedDumps(new URL("recordings/sock-diag-tcp-and-udp.hex", import.meta.url));
const UNIX = "Num       RefCount Protocol Flags    Type St Inode Path\n";
const PACKET = "sk       RefCnt Type Proto  Iface R Rmem   User   Inode\n";

const NET = Object.fromEntries(
  ["tcp", "tcp6", "udp", "udp6", "sockstat", "sockstat6", "netlink"].map((name) => [`/net/${name}`, recorded(name)]),
);
const TEXTS: Record<string, string | { code: string }> = {
  ...NET,
  "/net/unix": UNIX,
  "/net/packet": PACKET,
  "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
  "/proc/sys/net/ipv4/ip_local_reserved_ports": "40000-40010\n",
};

const ACCESS: NamespaceAccess = { id: "7", kind: "named", name: "blue", folder: "/net", isInside: true, openNetlink: null };

function reader(changes: typeof TEXTS = {}, showsBoundInactive = true, nowMs = { value: 0 }) {
  const files = fakeHostFiles({ texts: { ...TEXTS, ...changes } });
  return new NamespaceReader({ files, monotonicMs: () => nowMs.value }, showsBoundInactive);
}

const withNetlink = (dumps = DUMPS) => ({ ...ACCESS, openNetlink: () => recordedNetlink(dumps) });
const partsOf = (gaps: { part: string; reason: string }[]) =>
  gaps.filter(({ part }) => part !== "settings").map(({ part, reason }) => `${part} ${reason}`);

describe("through netlink", () => {
  test("a namespace is read whole, bound-inactive sockets included", () => {
    const reading = reader().read(withNetlink());
    expect(reading).toMatchObject({ source: "netlink", range: { low: 32_768, high: 60_999 }, hiddenSocketsMax: 0 });
    expect(reading.reserved).toEqual([{ low: 40_000, high: 40_010 }]);
    expect(reading.tcp!.seen).toBe(29);
    expect(reading.udp!.seen).toBe(3);
    expect(partsOf(reading.gaps)).toEqual([]);
  });

  test("connections that were opened during a dump of many parts are counted, and none where nothing moved", () => {
    const sockstat = recorded("sockstat").replace(/^TCP: inuse \d+/m, "TCP: inuse 5000");
    const read = (opens: number[], more: typeof TEXTS = { "/net/sockstat": sockstat }) => {
      const texts = { ...TEXTS, ...more };
      const files = fakeHostFiles({ texts });
      const readText = (path: string) =>
        path === "/net/snmp" ? `Tcp: RtoAlgorithm ActiveOpens\nTcp: 1 ${opens.shift()}\n` : files.readText(path);
      const monotonicMs = () => 0;
      return new NamespaceReader({ files: { ...files, readText }, monotonicMs }, true).read(withNetlink()).openedDuringDump;
    };
    expect(read([70, 78])).toBe(8);
    expect(read([70, 70])).toBeUndefined();
    expect(read([70, 78], {})).toBeUndefined();
    expect(reader({ "/net/sockstat": sockstat }).read(withNetlink()).openedDuringDump).toBeUndefined();
  });

  test("a kernel before 6.8 hides them, and the bound says how many at most", () => {
    const reading = reader({}, false).read(withNetlink([DUMPS[0]!, DUMPS[0]!, ...DUMPS.slice(2)]));
    expect(reading.hiddenSocketsMax).toBe(4);
    expect(partsOf(reading.gaps)).toEqual(["boundInactive unsupported"]);
  });

  test("without INET_DIAG in the kernel /proc is read", () => {
    const refused = new Uint8Array(20);
    new DataView(refused.buffer).setUint32(0, 20, true);
    new DataView(refused.buffer).setUint16(4, 2, true);
    new DataView(refused.buffer).setInt32(16, -2, true);
    const reading = reader().read(withNetlink([[refused]]));
    expect(reading.source).toBe("proc");
    expect(reading.tcp!.seen).toBe(25);
  });

  test("a dump that fails is a gap; UDP is still read", () => {
    const reading = reader().read(withNetlink([DUMPS[0]!, [DUMPS[1]![0]!.slice(0, 100)], ...DUMPS.slice(2)]));
    expect(reading.tcp).toBeNull();
    expect(reading.udp!.seen).toBe(3);
    expect(partsOf(reading.gaps)).toEqual(["tcp malformed"]);
  });

  test("no socket to be had means /proc and a gap that says why", () => {
    const reading = reader().read({
      ...ACCESS,
      openNetlink: () => {
        throw systemError("EPERM", "socket");
      },
    });
    expect(reading.source).toBe("proc");
    expect(partsOf(reading.gaps)).toContain("boundInactive denied");
  });
});

describe("through /proc", () => {
  test("bound-inactive sockets are out of sight, and at most as many as sockstat leaves over", () => {
    const reading = reader().read(ACCESS);
    expect(reading).toMatchObject({ source: "proc", hiddenSocketsMax: 4 });
    expect(reading.tcp!.seen).toBe(25);
    expect(reading.tcp!.knowsOptions).toBe(false);
  });

  test("without sockstat no bound is known", () => {
    const reading = reader({ "/net/sockstat": { code: "EACCES" } }).read(ACCESS);
    expect(reading.hiddenSocketsMax).toBeNull();
    expect(partsOf(reading.gaps)).toEqual(["boundInactive unsupported"]);
  });

  test("one bad file leaves the rest intact", () => {
    const reading = reader({
      "/net/tcp": "  sl\n 0: nonsense\n",
      "/proc/sys/net/ipv4/ip_local_port_range": "60999 32768\n",
    }).read(ACCESS);
    expect(reading).toMatchObject({ tcp: null, range: null, reserved: [{ low: 40_000, high: 40_010 }] });
    expect(reading.udp!.seen).toBe(3);
    expect(partsOf(reading.gaps)).toEqual(["range malformed", "tcp malformed", "boundInactive unsupported"]);
  });

  test("from outside, range and settings are gaps and never the host's own", () => {
    const reading = reader().read({ ...ACCESS, isInside: false, outsideReason: "denied" });
    expect(reading).toMatchObject({ range: null, reserved: null, settings: { tcpTwReuse: null } });
    expect(reading.gaps.slice(0, 3).map(({ part, reason }) => `${part} ${reason}`)).toEqual([
      "range denied",
      "reservedPorts denied",
      "settings denied",
    ]);
  });
});

describe("what is not there is not walked", () => {
  const EMPTY = {
    "/net/sockstat": "sockets: used 0\nTCP: inuse 0 orphan 0 tw 0 alloc 9 mem 9\nUDP: inuse 0 mem 0\nRAW: inuse 0\n",
    "/net/sockstat6": "TCP6: inuse 0\nUDP6: inuse 0\nRAW6: inuse 0\n",
  };

  test("an empty namespace costs no dump", () => {
    const reading = reader(EMPTY).read({ ...ACCESS, openNetlink: () => expect.unreachable("no socket is needed") });
    expect(reading).toMatchObject({ source: "netlink", hiddenSocketsMax: 0 });
    expect(reading.tcp!.seen).toBe(0);
  });

  test("a namespace with nothing but TIME_WAIT is not empty", () => {
    const texts = { ...EMPTY, "/net/sockstat": EMPTY["/net/sockstat"].replace("tw 0", "tw 7") };
    expect(reader(texts).read(withNetlink()).tcp!.seen).toBe(29);
  });

  test("bound-inactive sockets are asked for again once their number may have changed, or after a minute", () => {
    const nowMs = { value: 0 };
    const withoutAny = [DUMPS[0]!, DUMPS[0]!, ...DUMPS.slice(2)];
    const subject = reader({}, true, nowMs);
    const asks = () => {
      const netlink = recordedNetlink(withoutAny);
      subject.read({ ...ACCESS, openNetlink: () => netlink });
      return (new DataView(netlink.requests[1]!.buffer).getUint32(16 + 52, true) & (1 << 13)) !== 0;
    };
    expect([asks(), asks()]).toEqual([true, false]);
    nowMs.value = 60_001;
    expect([asks(), asks()]).toEqual([true, false]);
  });
});
