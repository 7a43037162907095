import { afterAll, describe, expect, it } from "vitest";
import { bindProbe, connectProbe, type Probe, standardProbes } from "../testing/headroom-probes.ts";
import { LISTENERS, mixedScenario, SCENARIOS, type Scenario } from "../testing/headroom-scenarios.ts";
import { type HeadroomAnswer, KernelHost, kernelTestsNeed, WITH_NETLINK_FD, WITHOUT_FFI } from "../testing/kernel-host.ts";

const missing = kernelTestsNeed();
const FILLS = [60, 100];
/** More sockets than any pool of the scenarios has ports: what still opens has no limit. */
const LIMIT = 250;
const OBSERVATIONS = { steady: 1, varying: 3 };

const seen = { truths: 0, exact: 0 };

function isInside(answer: HeadroomAnswer, truth: number): boolean {
  return answer.unlimited ? truth >= answer.low : answer.low <= truth && truth <= answer.high!;
}

/** Fills, asks, then opens sockets until the kernel refuses; returns what lay outside the answer. */
async function judge(host: KernelHost, scenario: Scenario, count: number, command?: readonly string[]): Promise<string[]> {
  await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: scenario.range ?? "40000 40099" });
  for (const [name, value] of Object.entries(scenario.sysctls ?? {})) await host.say({ do: "sysctl", name, value });
  for (const command of LISTENERS) await host.say(command);
  for (const { on, ...command } of scenario.fill(count)) await host.say(command, on);
  if (scenario.settleMs) await new Promise((done) => setTimeout(done, scenario.settleMs));
  const probes = [
    ...standardProbes(!scenario.isVarying),
    connectProbe("tcp", null, "10.88.0.2", 9000),
    connectProbe("tcp", null, "10.77.0.1", 9000),
    bindProbe("tcp", "10.88.0.5", 4),
    connectProbe("tcp", "10.88.0.5", "10.88.0.2", 9000, { noPort: true }),
  ];
  const { answers, exitCode, errors } = host.ask(
    probes.map(({ question }) => question),
    command,
  );
  const unknown = answers.filter(({ reason }) => reason !== undefined).map(({ id, reason }) => `${id}: ${reason}`);
  expect(unknown).toEqual([
    // Nobody shows whether the sockets that hold every port would share them.
    ...(scenario.name === "ip_autobind_reuse" && count === 100 ? [expect.stringMatching(/reuseAddress.*: unsupported$/)] : []),
    // Without native calls the route through a named device is not known.
    ...(command ? [expect.stringMatching(/"device":"lo".*: unsupported$/)] : []),
  ]);
  expect({ exitCode, errors, answered: answers.length }).toEqual({
    exitCode: unknown.length > 0 ? 3 : 0,
    errors: "",
    answered: probes.length,
  });
  const outside: string[] = [];
  for (const [index, probe] of probes.entries()) {
    for (const truth of await observe(host, probe, scenario)) {
      const answer = answers[index]!;
      if (!command) {
        seen.truths++;
        if (answer.unlimited ? isInside(answer, truth) : answer.best === truth) seen.exact++;
      }
      if (!isInside(answer, truth))
        outside.push(`${probe.question.id} with ${count}: the kernel gave ${truth}, the answer was ${JSON.stringify(answer)}`);
    }
  }
  return outside;
}

async function observe(host: KernelHost, { recipe }: Probe, scenario: Scenario): Promise<number[]> {
  const truths: number[] = [];
  for (let round = 0; round < OBSERVATIONS[scenario.isVarying ? "varying" : "steady"]; round++)
    truths.push((await host.say({ do: "truth", recipe, limit: LIMIT })).count);
  return truths;
}

describe("headroom against the kernel", () => {
  const scenarios = [...SCENARIOS, ...Array.from({ length: 8 }, (_, index) => mixedScenario(index + 1))];

  it.for(scenarios.map((scenario, index) => [scenario.name, scenario, index] as const))(
    "the truth lies in the interval: %s",
    { timeout: 120_000 },
    async ([, scenario, index], ctx) => {
      if (missing) return ctx.skip(missing);
      const outside: string[] = [];
      for (const count of scenario.name.startsWith("a mix") ? [30, ...FILLS, 140] : FILLS) {
        const host = new KernelHost(`${index}`, scenario.isWired);
        try {
          outside.push(...(await judge(host, scenario, count)));
        } finally {
          host.close();
        }
      }
      expect(outside).toEqual([]);
    },
  );

  /** What /proc/net hides most: bound-inactive sockets, options, who shares. */
  const unseen = SCENARIOS.filter(({ name }) =>
    /^(bound and idle|listeners on|bind to|UDP bind|autobind to one|TIME_WAIT, old|sockets bound to lo)/.test(name),
  );
  const sources = [
    ["/proc/net alone", WITHOUT_FFI],
    ["a netlink socket that was handed in", WITH_NETLINK_FD],
  ] as const;

  it.for(
    sources.flatMap(([source, command]) => unseen.map((scenario, index) => [source, scenario.name, command, scenario, index] as const)),
  )("the truth lies in the interval read from %s: %s", { timeout: 120_000 }, async ([, , command, scenario, index], ctx) => {
    if (missing) return ctx.skip(missing);
    const host = new KernelHost(`o${index}`);
    try {
      expect(await judge(host, scenario, 60, command)).toEqual([]);
    } finally {
      host.close();
    }
  });

  it("the best guess is exact in at least nine of ten", (ctx) => {
    if (missing) return ctx.skip(missing);
    expect(seen.truths).toBeGreaterThan(0);
    expect(seen.exact / seen.truths).toBeGreaterThanOrEqual(0.9);
  });

  afterAll(() => {
    if (seen.truths > 0)
      process.stdout.write(`headroom: ${seen.truths} truths, ${((100 * seen.exact) / seen.truths).toFixed(1)} % guessed exactly\n`);
  });
});
