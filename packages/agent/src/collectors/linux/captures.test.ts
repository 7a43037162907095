import { describe, expect, test } from "vitest";
import { CAPTURES_MISSING, captures } from "../../testing/captures.ts";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { listSink } from "../../testing/list-sink.ts";
import { readConntrack } from "./conntrack.ts";
import { ProcNet } from "./proc-net.ts";
import { parseSockstat } from "./sockstat.ts";
import { parseCounterSection } from "./tcp-counters.ts";

const STATE_NAMES = [
  "",
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
];

describe("tables of real hosts have their true counts", () => {
  test.for(["l01", "l04b"])("%s: /proc/net/tcp", (id, ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const truth = captures.truth(id);
    const sink = listSink();
    new ProcNet().readTcp(fakeHostFiles({ texts: { "/net/tcp": captures.read(id) } }), "/net", sink);
    const byState: Record<string, number> = {};
    for (const { state } of sink.sockets) byState[STATE_NAMES[state]!] = (byState[STATE_NAMES[state]!] ?? 0) + 1;
    expect(byState).toEqual(truth.tcp_by_state);
    expect(new Set(sink.sockets.map(({ localPort }) => localPort)).size).toBe(truth.tcp_used_ports_distinct);
  });

  test("l04c: /proc/net/udp6", (ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const sink = listSink();
    const udp = "  sl  local_address rem_address\n";
    new ProcNet().readUdp(fakeHostFiles({ texts: { "/net/udp": udp, "/net/udp6": captures.read("l04c") } }), "/net", sink);
    expect(sink.sockets.map(({ localPort }) => localPort)).toEqual([5355, 51_073]);
  });

  test.for(["l05a", "l05c", "l05e"])("%s: /proc/net/sockstat", (id, ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    expect(Object.fromEntries(parseSockstat(captures.read(id)))).toEqual(captures.truth(id));
  });

  test.for([
    ["l06a", "TcpExt"],
    ["l06b", "Tcp"],
    ["l06e", "TcpExt"],
  ] as const)("%s: %s", ([id, section], ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const { sections, values } = captures.truth(id);
    const parsed = parseCounterSection(captures.read(id), section);
    expect(parsed.size).toBe(sections[section]);
    for (const [name, value] of Object.entries(values))
      if (name.startsWith(`${section}.`)) expect(parsed.get(name.split(".")[1]!)).toBe(value);
  });

  test("l07a, l07b: nf_conntrack", (ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const folder = "/proc/sys/net/netfilter/nf_conntrack_";
    const texts = { [`${folder}count`]: captures.read("l07a"), [`${folder}max`]: captures.read("l07b") };
    expect(readConntrack(fakeHostFiles({ texts }))).toEqual({
      count: captures.truth("l07a").value,
      max: captures.truth("l07b").value,
      buckets: null,
    });
  });
});
