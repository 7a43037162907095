import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { buildNamespace } from "@berth/shared/testing/build-snapshot.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import type { FailureTrace } from "./failure-trace.ts";
import { FailureWatch } from "./failure-watch.ts";

const NOW_MS = 1_795_000_000_000;
const TRACE_NOW_MS = 500_000;

const files = fakeHostFiles({
  texts: {
    "/proc/71/status": "Name:\tpool-3\nTgid:\t70\n",
    "/proc/70/comm": "checkout\n",
    "/proc/71/cgroup": "0::/system.slice/checkout.service\n",
    "/proc/81/status": "Name:\tnode-MainThread\nTgid:\t81\n",
    "/proc/81/comm": "node-MainThread\n",
  },
  links: { "/proc/71/ns/net": "net:[4026531840]", "/proc/81/exe": "/usr/bin/node", "/proc/81/ns/net": "net:[7]" },
});

/** A line said `agoMs` ago. */
const line = (threadId: number, said: string, agoMs = 100, name = "pool-3") =>
  `          ${name}-${threadId}   [001] .....  ${((TRACE_NOW_MS - agoMs) / 1_000).toFixed(6)}: ${said}\n`;
const connect = (port = 6379) =>
  `inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP sport=0 dport=${port} saddr=10.0.0.1 daddr=10.0.0.2 saddrv6=::ffff:10.0.0.1 daddrv6=::ffff:10.0.0.2 oldstate=TCP_SYN_SENT newstate=TCP_CLOSE`;
const BIND = "sys_bind -> 0xffffffffffffff9e";
const AGAIN = "sys_connect -> 0xfffffffffffffff5";

const calm = buildNamespace();
const fullPool = buildNamespace({
  pools: [
    {
      source: "10.0.0.1",
      capacity: 28_232,
      used: 28_000,
      boundInactive: 0,
      headroom: { unlimited: false, low: 232, high: 232, best: 232 },
    },
  ],
});
const full = { unlimited: false, low: 0, high: 0, best: 0 } as const;
const fullUdp = buildNamespace({ udp: { sockets: 28_232, portsInRange: 28_232, autobind: { v4: full, v6: full } } });

let pending = "";
let armed: boolean[] = [];
let look: () => void = () => undefined;
let announced = 0;
let broken: Error | null = null;
let nowMs = NOW_MS;

const trace: FailureTrace = {
  read: () => {
    if (broken) throw broken;
    const text = pending;
    pending = "";
    return text;
  },
  arm: (isArmed) => void armed.push(isArmed),
  watch: (onAnnounced) => {
    look = onAnnounced;
  },
  traceNowMs: () => TRACE_NOW_MS + (nowMs - NOW_MS),
  close: () => undefined,
};

let watch: FailureWatch;
beforeEach(() => {
  [pending, armed, announced, broken, nowMs] = ["", [], 0, null, NOW_MS];
  watch = new FailureWatch({ trace, files, nowMs: () => nowMs, onNewKind: () => void announced++ });
});
const failuresIn = (...namespaces: NamespaceSnapshot[]) => watch.take(namespaces).failures;

describe("a crawler that fails everywhere", () => {
  test("is worth one snapshot at once, whatever the destinations", () => {
    for (const port of [6379, 6380, 6381]) {
      pending = line(71, connect(port));
      look();
    }
    expect(announced).toBe(1);
    expect(failuresIn(calm)).toHaveLength(3);
    pending = line(81, connect(), 100, "node-MainThread");
    look();
    expect(announced).toBe(2);
  });
});

describe("a trace that broke", () => {
  test("is opened again, and the snapshot of that time says that it was not there", () => {
    const again = new FailureWatch({ trace, reopen: () => trace, files, nowMs: () => nowMs, onNewKind: () => undefined });
    broken = Object.assign(new Error("ENODEV: read"), { code: "ENODEV" });
    expect(again.take([calm])).toMatchObject({ isTraced: false, gaps: [{ part: "failures" }] });
    broken = null;
    pending = line(71, connect());
    expect(again.take([calm])).toMatchObject({ isTraced: true, gaps: [], failures: [{ process: "checkout" }] });
  });
});

describe("a failed connect()", () => {
  test("is that of the process, by the host's clock, with unit and namespace", () => {
    pending = line(71, connect());
    look();
    expect(failuresIn(calm)).toEqual([
      {
        atMs: NOW_MS - 100,
        firstMs: NOW_MS - 100,
        errno: 99,
        operation: "connect",
        protocol: "tcp",
        source: "10.0.0.1",
        destination: { address: "10.0.0.2", port: 6379 },
        process: "checkout",
        pid: 70,
        unit: "checkout.service",
        namespaceId: "4026531840",
        count: 1,
      },
    ]);
  });

  test("like failures are one with a count, and only the first is worth a snapshot at once", () => {
    pending = line(71, connect(), 5_000);
    look();
    pending = line(71, connect(), 100).repeat(3) + line(71, connect(5432));
    look();
    pending = line(71, connect());
    look();
    expect(announced).toBe(1);
    expect(failuresIn(calm)).toMatchObject([
      { destination: { port: 5432 }, count: 1 },
      { count: 5, firstMs: NOW_MS - 5_000, atMs: NOW_MS - 100 },
    ]);
  });

  test("a process that has ended keeps the name of its thread, cleaned; Node goes by its executable", () => {
    pending = line(99, connect(), 1, "a\u001b[2J") + line(81, connect(1));
    expect(failuresIn(calm)).toMatchObject([{ process: "a?[2J" }, { process: "node", namespaceId: "7" }]);
  });

  test("it is remembered for 24 hours, and not more than 100 kinds of it", () => {
    for (let port = 1; port <= 150; port++) pending += line(71, connect(port));
    expect(failuresIn(calm)).toHaveLength(100);
    expect(failuresIn(calm).at(-1)?.destination?.port).toBe(150);
    nowMs += 24 * 3_600_000 + 1;
    expect(failuresIn(calm)).toEqual([]);
  });
});

describe("a call whose errno alone tells too little", () => {
  test("bind() counts where the pool of its namespace is nearly used up", () => {
    pending = line(71, BIND).repeat(2);
    look();
    expect(failuresIn(fullPool)).toMatchObject([
      { errno: 98, operation: "bind", protocol: "tcp", source: "10.0.0.1", destination: null, process: "checkout", count: 2 },
    ]);
    pending = line(71, BIND);
    expect(failuresIn(calm)).toHaveLength(1);
  });

  test("bind() is UDP's where that pool is the fuller", () => {
    pending = line(71, BIND);
    expect(failuresIn(fullUdp)).toMatchObject([{ errno: 98, protocol: "udp", source: null }]);
  });

  test("EAGAIN counts where no UDP port is left, and is a busy local socket elsewhere", () => {
    pending = line(71, AGAIN);
    expect(failuresIn(fullPool)).toEqual([]);
    pending = line(71, AGAIN);
    expect(failuresIn(fullUdp)).toMatchObject([{ errno: 11, operation: "connect", protocol: "udp", destination: null }]);
  });

  test("in a namespace that is not known it is no evidence", () => {
    pending = line(99, BIND) + line(81, BIND);
    expect(failuresIn(fullPool)).toEqual([]);
  });

  test("it is worth a snapshot at once only where a pool could run dry, and once", () => {
    watch.take([calm]);
    pending = line(71, BIND);
    look();
    expect(announced).toBe(0);
    watch.take([fullPool]);
    pending = line(71, BIND);
    look();
    pending = line(71, BIND);
    look();
    expect(announced).toBe(1);
  });
});

describe("the cost", () => {
  test("calls that need system calls to be traced are watched from the start, and then only while a pool could run dry", () => {
    watch.take([calm]);
    watch.take([calm, fullPool]);
    watch.take([buildNamespace({ range: { low: 40_000, high: 40_003 } })]);
    watch.take([buildNamespace({ udp: null })]);
    expect(armed).toEqual([true, false, true, true, true]);
  });
});

describe("a trace that breaks", () => {
  test("is a gap with the reason, and what was seen before stays", () => {
    pending = line(71, connect());
    look();
    broken = Object.assign(new Error("EIO: read"), { code: "EIO" });
    look();
    expect(watch.take([calm])).toMatchObject({ failures: [{}], isTraced: false, gaps: [{ part: "failures", reason: "unsupported" }] });
  });

  test("what came too fast is said", () => {
    pending = "CPU:0 [LOST 7 EVENTS]\n";
    expect(watch.take([calm]).gaps).toMatchObject([{ part: "failures", reason: "truncated" }]);
    expect(watch.take([calm]).gaps).toEqual([]);
  });
});
