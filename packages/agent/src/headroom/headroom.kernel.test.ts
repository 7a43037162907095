import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { mixedScenario } from "../testing/headroom-mixes.ts";
import { bindProbe, connectProbe, type Probe, standardProbes } from "../testing/headroom-probes.ts";
import { LISTENERS, SCENARIOS, type Scenario } from "../testing/headroom-scenarios.ts";
import { type HeadroomAnswer, KernelHost, kernelTestsNeed, WITH_NETLINK_FD, WITHOUT_FFI } from "../testing/kernel-host.ts";

const missing = kernelTestsNeed();
const FILLS = [60, 100];
const MIXES = 20;
/** Other mixes in every run; BERTH_MIX_SEED repeats those of an earlier one. */
const FIRST_SEED = Number(process.env.BERTH_MIX_SEED ?? randomInt(1_000_000));
/** More sockets than any pool of the scenarios has ports: what still opens has no limit. */
const LIMIT = 250;
const OBSERVATIONS = { steady: 1, varying: 5 };

type Method = "exact" | "passive";
const METHODS: readonly Method[] = ["exact", "passive"];

/** Questions with an answer, and how many best guesses were what the kernel then gave (one of its answers where it varies). */
class Tally {
  truths = 0;
  exact = 0;

  count(isExact: boolean): void {
    this.truths++;
    if (isExact) this.exact++;
  }

  get share(): number {
    return this.exact / this.truths;
  }

  toString(): string {
    return `${(100 * this.share).toFixed(2)} % of ${this.truths}`;
  }
}

const tallies = {
  exact: { scenarios: new Tally(), mixes: new Tally() },
  passive: { scenarios: new Tally(), mixes: new Tally() },
};

const isMix = ({ name }: Scenario) => name.startsWith("a mix");

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
    bindProbe("tcp", scenario.name === "ip_nonlocal_bind" ? "192.0.2.7" : "10.88.0.5", 4),
    connectProbe("tcp", "10.88.0.5", "10.88.0.2", 9000, { noPort: true }),
  ];
  const questions = probes.map(({ question }) => question);
  const answers = { exact: askAll(host, questions, scenario, count, command), passive: [] as HeadroomAnswer[] };
  if (!command) answers.passive = askAll(host, questions, scenario, count, undefined, ["--passive"]);
  const outside: string[] = [];
  for (const [index, probe] of probes.entries()) {
    const truths = await observe(host, probe, scenario);
    for (const method of command ? (["exact"] as const) : METHODS) {
      const answer = answers[method][index]!;
      if (!command) {
        expect(answer.method).toBe(method);
        const isExact = answer.unlimited ? truths.every((truth) => isInside(answer, truth)) : truths.includes(answer.best!);
        if (!scenario.isUndecidable) tallies[method][isMix(scenario) ? "mixes" : "scenarios"].count(isExact);
      }
      for (const truth of truths.filter((each) => !isInside(answer, each)))
        outside.push(`${probe.question.id} with ${count}: the kernel gave ${truth}, the answer was ${JSON.stringify(answer)}`);
    }
  }
  return outside;
}

/** Every question has an answer, but for those that this source cannot know. */
function askAll(
  host: KernelHost,
  questions: readonly object[],
  scenario: Scenario,
  count: number,
  command?: readonly string[],
  flags: readonly string[] = [],
): HeadroomAnswer[] {
  const { answers, exitCode, errors } = host.ask(questions, command, flags);
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
    answered: questions.length,
  });
  return answers;
}

async function observe(host: KernelHost, { recipe }: Probe, scenario: Scenario): Promise<number[]> {
  const truths: number[] = [];
  for (let round = 0; round < OBSERVATIONS[scenario.isVarying ? "varying" : "steady"]; round++)
    truths.push((await host.say({ do: "truth", recipe, limit: LIMIT })).count);
  return truths;
}

describe("headroom against the kernel", () => {
  const mixes = Array.from({ length: MIXES }, (_, index) => mixedScenario(FIRST_SEED + index));
  const scenarios = [...SCENARIOS, ...mixes];

  it.for(scenarios.map((scenario, index) => [scenario.name, scenario, index] as const))(
    "the truth lies in the interval: %s",
    { timeout: 120_000 },
    async ([, scenario, index], ctx) => {
      if (missing) return ctx.skip(missing);
      const outside: string[] = [];
      for (const count of isMix(scenario) ? [30, ...FILLS, 140] : FILLS) {
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

  it("the best guess is exact as often as promised", (ctx) => {
    if (missing) return ctx.skip(missing);
    const { exact, passive } = tallies;
    const both = { truths: exact.scenarios.truths + exact.mixes.truths, exact: exact.scenarios.exact + exact.mixes.exact };
    expect(both.exact / both.truths).toBeGreaterThanOrEqual(0.995);
    expect(passive.scenarios.share).toBeGreaterThanOrEqual(0.94);
    expect(passive.mixes.share).toBeGreaterThanOrEqual(0.87);
  });

  afterAll(() => {
    for (const method of METHODS)
      process.stdout.write(
        `headroom, ${method}: best exact in ${tallies[method].scenarios} truths of scenarios, ${tallies[method].mixes} of mixes\n`,
      );
    process.stdout.write(`headroom: mixes of BERTH_MIX_SEED=${FIRST_SEED}\n`);
  });
});
