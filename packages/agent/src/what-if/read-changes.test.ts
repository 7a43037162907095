import type { Change } from "@berth/shared/domain/ports/simulate-change.ts";
import { whatIfFlags } from "@berth/shared/domain/remedies/what-if-flags.ts";
import { buildSettings } from "@berth/shared/testing/build-snapshot.ts";
import { cliUsage } from "@berth/shared/text/en/cli-usage.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../commands/usage-error.ts";
import { type ProposedFlags, readChanges } from "./read-changes.ts";

const LINUX = { os: "linux", kernel: "6.18.4" } as const;
const NOTHING: ProposedFlags = { set: [], reserve: [], pool: undefined, sources: undefined, destinations: undefined, "no-port": false };
const PRESENT = { range: { low: 32_768, high: 60_999 }, reserved: [], settings: buildSettings() };

const read = (flags: Partial<ProposedFlags>, host: { os: "linux" | "windows" | "darwin"; kernel: string } = LINUX) =>
  readChanges({ ...NOTHING, ...flags }, host, PRESENT);

function refusal(flags: Partial<ProposedFlags>): string {
  try {
    read(flags);
  } catch (error) {
    if (error instanceof UsageError) return cliUsage(error.problem);
    throw error;
  }
  throw new Error("was not refused");
}

describe("reading proposed changes", () => {
  it("takes several at once, in order", () => {
    expect(
      read({
        set: ["net.ipv4.ip_local_port_range=15000 64999", "net/ipv4/tcp_tw_reuse=1", "net.ipv4.ip_local_reserved_ports="],
        reserve: ["30000-32767,50051"],
        pool: "20",
        sources: "2",
        destinations: "3",
        "no-port": true,
      }).changes,
    ).toEqual([
      { kind: "set-range", range: { low: 15_000, high: 64_999 } },
      { kind: "tw-reuse", mode: 1 },
      { kind: "set-reserved", ports: [] },
      {
        kind: "reserve",
        ports: [
          { low: 30_000, high: 32_767 },
          { low: 50_051, high: 50_051 },
        ],
      },
      { kind: "pool", requestsPerConnection: 20 },
      { kind: "sources", count: 2 },
      { kind: "destinations", count: 3 },
      { kind: "no-port" },
    ]);
  });

  it.each([
    [{ set: ["net.ipv4.ip_local_port_range=64999 15000"] }, "64999 15000"],
    [{ set: ["net.ipv4.ip_local_port_range=15000"] }, "15000"],
    [{ set: ["net.ipv4.ip_local_port_range=15000 70000"] }, "15000 70000"],
    [{ set: ["net.ipv4.ip_local_port_range=0 60999"] }, "0 60999"],
    [{ set: ["net.ipv4.ip_local_port_range=many"] }, "many"],
    [{ set: ["net.ipv4.ip_local_reserved_ports=8080,,9"] }, "8080,,9"],
    [{ set: ["net.ipv4.tcp_tw_reuse=3"] }, "3"],
    [{ set: ["net.ipv4.tcp_tw_reuse="] }, '""'],
    [{ set: ["net.ipv4.tcp_rmem=4096"] }, "net.ipv4.tcp_rmem=4096"],
    [{ set: ["tcp_tw_reuse"] }, "tcp_tw_reuse"],
    [{ reserve: ["30000-"] }, "30000-"],
    [{ reserve: ["50051-50050"] }, "50051-50050"],
    [{ reserve: ["65536"] }, "65536"],
    [{ pool: "0" }, "0"],
    [{ pool: "2.5" }, "2.5"],
    [{ sources: "-1" }, "-1"],
    [{ destinations: "1e9" }, "1e9"],
  ])("refuses %j, names the value and shows an example that works", (flags, value) => {
    const message = refusal(flags);
    expect(message).toContain(` cannot be ${value}: `);
    const example = /For example: (--[a-z-]+) ?(.*)$/.exec(message)!;
    const text = example[2]!.replaceAll('"', "");
    const flag = example[1]!.slice(2);
    const shown = flag === "set" || flag === "reserve" ? { [flag]: [text] } : { [flag]: text };
    expect(() => read(shown)).not.toThrow();
  });

  it("answers folklore instead of working it out, and cautions where it can be worked out", () => {
    expect(read({ set: ["net.ipv4.tcp_fin_timeout=15", "net.ipv4.tcp_tw_recycle=1", "net.ipv4.tcp_max_tw_buckets=5000"] })).toMatchObject({
      changes: [],
      refused: [{ id: "fin-timeout" }, { id: "tcp-tw-recycle" }, { id: "max-tw-buckets-lowered" }],
    });
    expect(read({ set: ["net.ipv4.tcp_fin_timeout=120"] }).refused).toMatchObject([{ id: "fin-timeout" }]);
    expect(read({ set: ["net.ipv4.ip_local_port_range=1024 65535"] })).toMatchObject({
      changes: [{ kind: "set-range" }],
      cautions: [{ id: "range-from-1024" }],
    });
  });

  it("knows the settings of other systems where it judges their files", () => {
    expect(read({ set: ["net.inet.ip.portrange.first=15000"] }, { os: "darwin", kernel: "24.6.0" }).changes).toEqual([
      { kind: "set-range", range: { low: 15_000, high: 60_999 } },
    ]);
    expect(read({ set: ["dynamicport=start=10000 num=1000"] }, { os: "windows", kernel: "10.0.20348" })).toMatchObject({
      changes: [{ kind: "set-range", range: { low: 10_000, high: 10_999 } }],
      cautions: [{ id: "dynamic-port-shrunk" }],
    });
    expect(read({ set: ["net.inet.tcp.msl=1000"] }, { os: "darwin", kernel: "24.6.0" }).refused).toMatchObject([{ id: "msl-lowered" }]);
  });

  it("either reads or refuses with a way to put it right, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("net.ipv4.ip_local_port_range=", "net.ipv4.ip_local_reserved_ports=", "net.ipv4.tcp_tw_reuse=", ""),
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9 ,-]{0,12}$/)),
        (key, value) => {
          try {
            for (const change of read({ set: [key + value] }).changes)
              if (change.kind === "set-range") expect(change.range.low).toBeLessThanOrEqual(change.range.high);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});

describe("the flags that a remedy names", () => {
  it.each(["linux", "windows", "darwin"] as const)("are read back as its changes, on %s", (os) => {
    const range = { low: 15_000, high: os === "linux" ? 64_999 : 60_999 };
    const changes: Change[] = [
      { kind: "set-range", range },
      { kind: "pool", requestsPerConnection: 20 },
      { kind: "sources", count: 2 },
      { kind: "no-port" },
    ];
    const words = whatIfFlags(changes, os)
      .match(/(?:[^\s"]|"[^"]*")+/g)!
      .map((word) => word.replaceAll('"', ""));
    const after = (flag: string) => words[words.indexOf(flag) + 1];
    expect(
      read(
        { set: [after("--set")!], pool: after("--pool"), sources: after("--sources"), "no-port": words.includes("--no-port") },
        {
          os,
          kernel: "10.0",
        },
      ).changes,
    ).toEqual(changes);
  });
});
