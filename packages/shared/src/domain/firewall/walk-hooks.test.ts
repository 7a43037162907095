import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { includesPort, type PortInterval } from "../network/port-interval.ts";
import { portsOf } from "./flow.ts";
import type { Packet } from "./match-packet.ts";
import { complement, intersect, type PortSet, subtract, union } from "./port-set.ts";
import type { Chain, FilterRule, Match, Outcome, Ruleset } from "./ruleset.ts";
import { walkHooks } from "./walk-hooks.ts";

const PORTS_MAX = 40;
const port = fc.integer({ min: 0, max: PORTS_MAX });
const interval = fc.tuple(port, port).map(([a, b]): PortInterval => ({ low: Math.min(a, b), high: Math.max(a, b) }));
const portSet = fc.array(interval, { maxLength: 3 }).map((intervals) => intervals.reduce<PortSet>((set, each) => union(set, [each]), []));
const state = fc.constantFrom("new", "established", "related", "invalid", "untracked");

const simpleMatch: fc.Arbitrary<Match> = fc.oneof(
  fc.record({
    kind: fc.constant("ports"),
    side: fc.constantFrom("source", "destination"),
    protocol: fc.constantFrom("tcp", "tcp", "other"),
    ports: portSet,
    isNegated: fc.boolean(),
  } as const),
  fc.record({ kind: fc.constant("state"), states: fc.array(state, { minLength: 1, maxLength: 3 }), isNegated: fc.boolean() } as const),
  fc.record({ kind: fc.constant("direction"), isReply: fc.boolean() } as const),
  fc.record({
    kind: fc.constant("interface"),
    side: fc.constantFrom("in", "out"),
    names: fc.constantFrom(["eth0"], ["lo"], ["x*"]),
    isNegated: fc.boolean(),
  } as const),
  fc.constantFrom<Match>({ kind: "undecidable" }, { kind: "always" }, { kind: "tcpFlags", mask: 2, values: [2], isNegated: false }),
);
const match: fc.Arbitrary<Match> = fc.oneof(
  { weight: 4, arbitrary: simpleMatch },
  fc.record({
    kind: fc.constant("anyOf"),
    combinations: fc.array(fc.array(simpleMatch, { maxLength: 2 }), { maxLength: 3 }),
    isNegated: fc.boolean(),
  } as const),
);
const outcome = (chains: readonly string[]): fc.Arbitrary<Outcome> =>
  fc.oneof(
    fc.constantFrom<Outcome>({ kind: "accept" }, { kind: "drop" }, { kind: "return" }, { kind: "continue" }, { kind: "unknown" }),
    ...chains.flatMap((chain) => [fc.constantFrom<Outcome>({ kind: "jump", chain }, { kind: "goto", chain })]),
  );
const ruleTo = (chains: readonly string[]): fc.Arbitrary<FilterRule> =>
  fc.record({
    text: fc.constant(""),
    packets: fc.constant(null),
    matches: fc.array(match, { maxLength: 3 }),
    untracks: fc.boolean(),
    outcome: fc.oneof(
      { weight: 4, arbitrary: outcome(chains) },
      // Cases of a map exclude each other, as the kernel sees to.
      fc.tuple(port, outcome(chains), outcome(chains)).map(
        ([at, low, high]): Outcome => ({
          kind: "map",
          cases: [
            {
              matches: [{ kind: "ports", side: "destination", protocol: "tcp", ports: [{ low: 0, high: at }], isNegated: false }],
              outcome: low,
            },
            {
              matches: [{ kind: "ports", side: "destination", protocol: "tcp", ports: [{ low: at + 1, high: 65_535 }], isNegated: false }],
              outcome: high,
            },
          ],
        }),
      ),
    ),
  });
const rulesTo = (chains: readonly string[]) => fc.array(ruleTo(chains), { maxLength: 5 });
const ruleset: fc.Arbitrary<Ruleset> = fc
  .record({
    leaf: rulesTo([]),
    branch: rulesTo(["leaf"]),
    bases: fc.array(
      fc.record({
        hook: fc.constantFrom("prerouting", "input"),
        priority: fc.constantFrom(-300, -200, 0, 10),
        policy: fc.constantFrom("accept", "drop"),
        rules: rulesTo(["leaf", "branch"]),
      } as const),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ leaf, branch, bases }) => {
    const chain = (key: string, rules: FilterRule[], base: Chain["base"]): Chain => ({
      key,
      name: key,
      source: "nftables",
      family: "ip",
      base,
      rules,
    });
    return {
      chains: [
        chain("leaf", leaf, null),
        chain("branch", branch, null),
        ...bases.map(({ rules, ...base }, index) => chain(`base ${index}`, rules, { ...base, isNat: false })),
      ],
    };
  });
const packet: fc.Arbitrary<Packet> = fc.record({
  family: fc.constant(4),
  openPort: fc.constantFrom("source", "destination"),
  peerPort: port,
  isReply: fc.boolean(),
  flags: fc.constantFrom([2], [16], [16, 18]),
  device: fc.constantFrom("eth0", null),
  isInbound: fc.boolean(),
  peer: fc.constantFrom("anyone", "someone"),
} as const);

const walk = (rules: Ruleset, asked: Packet, ports: PortSet) => {
  const { passed, dropped, untracked } = walkHooks(rules, { packet: asked, ports, hooks: ["prerouting", "input"], state: "established" });
  const by = (passage: string) => portsOf(passed.filter((flow) => flow.passage === passage));
  return { open: by("open"), stateful: by("stateful"), stateless: by("stateless"), dropped, untracked };
};

describe("rules asked about many ports at once", () => {
  it("answer for every port what they answer for it alone", () => {
    fc.assert(
      fc.property(ruleset, packet, (rules, asked) => {
        const together = walk(rules, asked, [{ low: 0, high: PORTS_MAX }]);
        for (let each = 0; each <= PORTS_MAX; each++) {
          const alone = walk(rules, asked, [{ low: each, high: each }]);
          for (const part of ["open", "stateful", "stateless", "dropped", "untracked"] as const)
            expect(includesPort(alone[part], each), `${part} ${each}`).toBe(includesPort(together[part], each));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("always say what becomes of a port", () => {
    fc.assert(
      fc.property(ruleset, packet, (rules, asked) => {
        const { open, stateful, stateless, dropped } = walk(rules, asked, [{ low: 0, high: PORTS_MAX }]);
        expect(union(union(open, stateful), union(stateless, dropped))).toEqual([{ low: 0, high: PORTS_MAX }]);
      }),
    );
  });

  it("name a chain that is jumped to a thousandfold in bounded time", () => {
    const fan = (to: string): FilterRule[] =>
      Array.from({ length: 1_000 }, () => ({
        text: "",
        packets: null,
        matches: [{ kind: "undecidable" }],
        untracks: false,
        outcome: { kind: "jump", chain: to },
      }));
    const chain = (key: string, rules: FilterRule[], base: Chain["base"] = null): Chain => ({
      key,
      name: key,
      source: "nftables",
      family: "ip",
      base,
      rules,
    });
    const chains = [
      chain("base", fan("a"), { hook: "input", priority: 0, policy: "accept", isNat: false }),
      chain("a", fan("b")),
      chain("b", fan("c")),
      chain("c", []),
    ];
    const journey = walkHooks(
      { chains },
      { packet: fc.sample(packet, 1)[0]!, ports: [{ low: 0, high: 9 }], hooks: ["input"], state: "established" },
    );
    // Past its bound it decides nothing.
    expect([portsOf(journey.passed), journey.dropped]).toEqual([[{ low: 0, high: 9 }], [{ low: 0, high: 9 }]]);
  });
});

describe("port sets", () => {
  it("do what sets do", () => {
    fc.assert(
      fc.property(portSet, portSet, (a, b) => {
        for (let each = 0; each <= PORTS_MAX + 1; each++) {
          const [inA, inB] = [includesPort(a, each), includesPort(b, each)];
          expect(includesPort(union(a, b), each)).toBe(inA || inB);
          expect(includesPort(intersect(a, b), each)).toBe(inA && inB);
          expect(includesPort(subtract(a, b), each)).toBe(inA && !inB);
          expect(includesPort(complement(a), each)).toBe(!inA);
        }
      }),
    );
  });
});
