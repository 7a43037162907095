import { describe, expect, it } from "vitest";
import { mixedScenario, seeded } from "../testing/headroom-mixes.ts";
import { connectProbe, type Probe } from "../testing/headroom-probes.ts";
import { accept, at, D1, D2, end, LISTENERS, open, S, type ScenarioCommand, tcp4 } from "../testing/headroom-scenarios.ts";
import { KernelHost, kernelTestsNeed } from "../testing/kernel-host.ts";
import type { WhatIfReport } from "./what-if-report.ts";

const missing = kernelTestsNeed();
/** More sockets than any range here has ports. */
const LIMIT = 500;
/** Mixes that are drawn anew each time. */
const MIXES = 5;
const PEER = at("10.88.0.2", 9000);

/** A host, a change that is worked out on it, then made, and the connects whose number was promised. */
interface Case {
  name: string;
  fill: ScenarioCommand[];
  settleMs?: number;
  /** A snapshot does not show whether a TIME_WAIT entry had timestamps: what was promised is the best guess within bounds. */
  isBounded?: boolean;
  flags: string[];
  make: ScenarioCommand[];
  /** The tuple that the promise is about. */
  tuple: { source: string; destination: { address: string; port: number } };
  /** Together they are promised. */
  probes: Probe[];
}

const sysctl = (name: string, value: string): ScenarioCommand => ({ do: "sysctl", name, value });
const LOCAL = { source: "127.0.0.1", destination: D1 };
const WIRED = { source: "10.88.0.1", destination: PEER };
const toD1 = connectProbe("tcp", "127.0.0.1", "127.0.0.1", 9000, { noPort: true });
const toPeer = connectProbe("tcp", "10.88.0.1", PEER.address, PEER.port, { noPort: true });

/** Ports of every kind: connect()'s, bind()'s, idle ones, and those of other destinations. */
const MIX: ScenarioCommand[] = [
  open(40, tcp4({ connect: D1 })),
  open(15, tcp4({ connect: D2 }), "others"),
  open(20, tcp4({ bind: S, connect: D2 }), "binders"),
  open(6, tcp4({ bind: at("127.0.0.1", 0) }), "idle"),
];
/** Listeners above the range: one port each is lost to everyone once the range takes them in. */
const ABOVE: ScenarioCommand[] = [open(3, tcp4({ bind: at("0.0.0.0", 40_120), listen: true }), "services", 7)];
/** 70 connections over the wire whose client closed first. */
const CLOSED: ScenarioCommand[] = [
  { do: "open", set: "servers", count: 1, recipe: tcp4({ bind: at("0.0.0.0", 9000), listen: true }), on: "peer" },
  open(10, tcp4({ connect: PEER }), "kept"),
  open(70, tcp4({ connect: PEER })),
  { ...accept, on: "peer" },
  end("clients"),
  { ...end("accepted"), on: "peer" },
];

const CASES: Case[] = [
  {
    name: "nothing but a look",
    fill: MIX,
    flags: ["--sources", "1"],
    make: [],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "a range twice as wide, over listeners",
    fill: [...ABOVE, ...MIX],
    flags: ["--set", "net.ipv4.ip_local_port_range=40000 40199"],
    make: [sysctl("net.ipv4.ip_local_port_range", "40000 40199")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "a range that begins at the other parity",
    fill: MIX,
    flags: ["--set", "net.ipv4.ip_local_port_range=39901 40100"],
    make: [sysctl("net.ipv4.ip_local_port_range", "39901 40100")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "a narrower range",
    fill: MIX,
    flags: ["--set", "net.ipv4.ip_local_port_range=40020 40079"],
    make: [sysctl("net.ipv4.ip_local_port_range", "40020 40079")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "ports reserved",
    fill: MIX,
    flags: ["--reserve", "40010-40029,40050"],
    make: [sysctl("net.ipv4.ip_local_reserved_ports", "40010-40029,40050")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "a wider range with a part of it reserved",
    fill: [...ABOVE, ...MIX],
    flags: ["--set", "net.ipv4.ip_local_port_range=40000 40199", "--reserve", "40120-40140"],
    make: [sysctl("net.ipv4.ip_local_reserved_ports", "40120-40140"), sysctl("net.ipv4.ip_local_port_range", "40000 40199")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "tcp_tw_reuse over a wire",
    isBounded: true,
    fill: CLOSED,
    settleMs: 1_500,
    flags: ["--set", "net.ipv4.tcp_tw_reuse=1"],
    make: [sysctl("net.ipv4.tcp_tw_reuse", "1")],
    tuple: WIRED,
    probes: [toPeer],
  },
  {
    name: "tcp_tw_reuse with timestamps off",
    fill: [sysctl("net.ipv4.tcp_timestamps", "0"), ...CLOSED],
    isBounded: true,
    settleMs: 1_500,
    flags: ["--set", "net.ipv4.tcp_tw_reuse=1"],
    make: [sysctl("net.ipv4.tcp_tw_reuse", "1")],
    tuple: WIRED,
    probes: [toPeer],
  },
  {
    name: "tcp_tw_reuse on loopback, where bind() owns a part of TIME_WAIT",
    isBounded: true,
    fill: [
      sysctl("net.ipv4.tcp_tw_reuse", "0"),
      open(50, tcp4({ connect: D1 })),
      open(20, tcp4({ bind: S, connect: D1 }), "binders"),
      accept,
      end("clients"),
      end("binders"),
      end("accepted"),
    ],
    settleMs: 1_500,
    flags: ["--set", "net.ipv4.tcp_tw_reuse=2"],
    make: [sysctl("net.ipv4.tcp_tw_reuse", "2")],
    tuple: LOCAL,
    probes: [toD1],
  },
  {
    name: "a second destination",
    fill: MIX,
    flags: ["--destinations", "2"],
    make: [],
    tuple: LOCAL,
    probes: [toD1, connectProbe("tcp", "127.0.0.1", "127.0.0.1", 9002, { noPort: true })],
  },
  {
    name: "a second source",
    fill: CLOSED,
    settleMs: 1_500,
    flags: ["--sources", "2"],
    make: [],
    tuple: WIRED,
    probes: [toPeer, connectProbe("tcp", "10.88.0.5", PEER.address, PEER.port, { noPort: true })],
  },
];

describe("what-if against the kernel", () => {
  it.for(CASES.map((each, index) => [each.name, each, index] as const))(
    "keeps its promise, to the port: %s",
    { timeout: 120_000 },
    async ([, { fill, settleMs, isBounded, flags, make, tuple, probes }, index], ctx) => {
      if (missing) return ctx.skip(missing);
      const host = new KernelHost(`w${index}`, true);
      try {
        for (const command of [sysctl("net.ipv4.ip_local_port_range", "40000 40099"), ...(LISTENERS as ScenarioCommand[]), ...fill])
          await host.say(command, command.on);
        if (settleMs) await new Promise((done) => setTimeout(done, settleMs));
        const { output, exitCode, errors } = host.agent("what-if", ...flags, "--json");
        expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
        const report = JSON.parse(output) as WhatIfReport;
        const promised = report.tuples.find(
          ({ source, destination }) => source === tuple.source && JSON.stringify(destination) === JSON.stringify(tuple.destination),
        )?.after.headroom;
        for (const command of make) await host.say(command);
        const { answers } = host.ask(probes.map(({ question }) => question));
        const answered = answers.reduce((sum, { best }) => sum + (best ?? Number.NaN), 0);
        let truth = 0;
        for (const { recipe } of probes) truth += (await host.say({ do: "truth", recipe, limit: LIMIT })).count;
        expect(promised!.low).toBeLessThanOrEqual(truth);
        expect(promised!.high).toBeGreaterThanOrEqual(truth);
        expect({ basis: report.basis, promised, answered }).toEqual({
          basis: "sockets",
          promised: isBounded ? expect.objectContaining({ best: truth }) : { unlimited: false, low: truth, high: truth, best: truth },
          answered: truth,
        });
      } finally {
        host.close();
      }
    },
  );

  it("keeps its promise for every tuple of a mix, with another range and another list, drawn anew each time", {
    timeout: 240_000,
  }, async (ctx) => {
    if (missing) return ctx.skip(missing);
    const seen = { promises: 0, exact: 0 };
    const broken: string[] = [];
    for (let round = 0; round < MIXES; round++) {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const random = seeded(seed);
      const scenario = mixedScenario(seed);
      const low = 39_900 + Math.floor(random() * 150);
      const range = `${low} ${low + 59 + 2 * Math.floor(random() * 70)}`;
      const reserved = `${40_000 + Math.floor(random() * 90)}-40095`;
      const host = new KernelHost(`wm${round}`, scenario.isWired);
      try {
        await host.say(sysctl("net.ipv4.ip_local_port_range", scenario.range ?? "40000 40099"));
        for (const [name, value] of Object.entries(scenario.sysctls ?? {})) await host.say(sysctl(name, value));
        for (const command of LISTENERS) await host.say(command);
        for (const command of scenario.fill(80)) await host.say(command, command.on);
        await new Promise((done) => setTimeout(done, scenario.settleMs ?? 0));
        const flags = ["--set", `net.ipv4.ip_local_port_range=${range}`, "--set", `net.ipv4.ip_local_reserved_ports=${reserved}`];
        const { tuples } = JSON.parse(host.agent("what-if", ...flags, "--json").output) as WhatIfReport;
        await host.say(sysctl("net.ipv4.ip_local_reserved_ports", reserved));
        await host.say(sysctl("net.ipv4.ip_local_port_range", range));
        for (const { source, destination, after } of tuples) {
          if (destination.port < 9_000 || destination.port > 9_002) continue;
          const { recipe } = connectProbe("tcp", source, destination.address, destination.port, { noPort: true });
          const truth = (await host.say({ do: "truth", recipe, limit: LIMIT })).count;
          const { low: least, high: most, best } = after.headroom;
          seen.promises++;
          if (best === truth) seen.exact++;
          if (!(least <= truth && truth <= most!))
            broken.push(
              `seed ${seed}, range ${range}, ${source} → ${destination.address}:${destination.port}: ${truth} is not in ${least}–${most}`,
            );
        }
      } finally {
        host.close();
      }
    }
    expect(broken).toEqual([]);
    expect(seen.promises).toBeGreaterThan(0);
    process.stdout.write(`what-if: ${seen.promises} promises on mixes, ${seen.exact} kept to the port\n`);
    expect(seen.exact / seen.promises).toBeGreaterThanOrEqual(0.9);
  });

  it("names the listeners that a wider range runs into, with their process, and reserves them in its own remedy", {
    timeout: 120_000,
  }, async (ctx) => {
    if (missing) return ctx.skip(missing);
    const host = new KernelHost("wc");
    try {
      for (const command of [
        sysctl("net.ipv4.ip_local_port_range", "40000 40099"),
        ...LISTENERS,
        ...ABOVE,
        open(95, tcp4({ connect: D1 })),
      ])
        await host.say(command);
      const { collisions, verdict } = JSON.parse(
        host.agent("what-if", "--set", "net.ipv4.ip_local_port_range=40000 40199", "--json").output,
      ) as WhatIfReport;
      expect(collisions).toMatchObject([40_120, 40_127, 40_134].map((port) => ({ severity: "blocks", kind: "listener", port })));
      expect(collisions).toMatchObject([{ process: expect.stringMatching(/node/) }, {}, {}]);
      expect(verdict.sentence).toMatch(/^127\.0\.0\.1 → 127\.0\.0\.1:9000 would have 102 left instead of 5\..*Solve 3 collisions first\.$/);
      const { remedies } = JSON.parse(host.agent("what-if", "--json").output);
      const widen = remedies.find(({ id }: { id: string }) => id === "widen-range");
      expect(widen.instructions[0].apply).toMatch(/^sysctl -w net\.ipv4\.ip_local_reserved_ports=".*40120,40127,40134/);
    } finally {
      host.close();
    }
  });
});
