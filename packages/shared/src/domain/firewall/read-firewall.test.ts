import { describe, expect, it } from "vitest";
import type { PortInterval } from "../network/port-interval.ts";
import { readFirewall } from "./read-firewall.ts";
import type { BaseHook, Chain, FilterRule, Match, Outcome } from "./ruleset.ts";

const RANGE = { low: 32_768, high: 60_999 };
const INPUT: BaseHook = { hook: "input", priority: 0, policy: "drop", isNat: false };

const chain = (name: string, base: BaseHook | null, rules: FilterRule[], family: Chain["family"] = "ip"): Chain => ({
  key: name,
  name,
  source: "nftables",
  family,
  base,
  rules,
});
const rule = (outcome: Outcome["kind"] | Outcome, ...matches: Match[]): FilterRule => ({
  text: "the rule",
  packets: 7,
  matches,
  untracks: false,
  outcome: typeof outcome === "string" ? ({ kind: outcome } as Outcome) : outcome,
});
const ports = (low: number, high: number, side: "source" | "destination" = "destination"): Match => ({
  kind: "ports",
  side,
  protocol: "tcp",
  ports: [{ low, high }],
  isNegated: false,
});
const established: Match = { kind: "state", states: ["established", "related"], isNegated: false };
const isNew: Match = { kind: "state", states: ["new"], isNegated: false };
const unclear: Match = { kind: "undecidable" };
const from = (reach: "some" | "everything"): Match => ({
  kind: "address",
  side: "source",
  family: 4,
  prefixes: [{ reach }],
  isNegated: false,
});
const read = (chains: Chain[], device: string | null = "eth0") => readFirewall({ chains }, RANGE, device)[0];
const input = (...rules: FilterRule[]) => read([chain("input", INPUT, rules)])!;

describe("what rules do to replies", () => {
  it("says nothing where nothing filters", () => {
    expect(read([])).toBeUndefined();
    expect(read([chain("input", { ...INPUT, policy: "accept" }, [])])).toBeUndefined();
  });

  it.each<[string, FilterRule[], string, PortInterval[]]>([
    ["a rule on state", [rule("accept", established)], "stateful", []],
    ["a rule on the whole range", [rule("accept", ports(1_024, 65_535))], "stateless", []],
    ["a rule on a part", [rule("accept", ports(1_024, 60_000))], "partly", [{ low: 60_001, high: 60_999 }]],
    [
      "a drop of a part before a rule on state",
      [rule("drop", ports(40_000, 40_009)), rule("accept", established)],
      "partly",
      [{ low: 40_000, high: 40_009 }],
    ],
    ["rules for others", [rule("accept", isNew, ports(22, 22))], "dropped", [RANGE]],
    ["an accept of everything", [rule("accept")], "open", []],
    ["an unclear accept", [rule("accept", unclear)], "uncertain", []],
    ["an unclear accept before one on state", [rule("accept", unclear), rule("accept", established)], "stateful", []],
    ["an unclear drop before an accept", [rule("drop", unclear), rule("accept", established)], "uncertain", []],
    ["an accept for some addresses", [rule("accept", from("some"))], "uncertain", []],
    ["an accept for every address", [rule("accept", from("everything"), established)], "stateful", []],
    ["a block list before a rule on state", [rule("drop", from("some")), rule("accept", established)], "stateful", []],
    ["a target nobody knows", [rule("unknown"), rule("accept", established)], "uncertain", []],
    ["a jump to nowhere", [rule({ kind: "jump", chain: "gone" })], "uncertain", []],
    ["a jump in a circle", [rule({ kind: "jump", chain: "input" })], "uncertain", []],
  ])("%s", (_, rules, verdict, dropped) => {
    expect(input(...rules).returnTraffic).toMatchObject({ verdict, dropped });
  });

  it("shows the rule that decides, with its counter, and the policy", () => {
    const stateless = rule("accept", ports(32_768, 50_000));
    expect(input(rule("accept", established)).returnTraffic).toMatchObject({
      decidedBy: { text: "the rule", chain: "input", packets: 7, ports: [] },
      policy: "drop",
    });
    expect(input(stateless).returnTraffic.decidedBy?.ports).toEqual([{ low: 32_768, high: 50_000 }]);
    expect(input().returnTraffic).toMatchObject({ verdict: "dropped", decidedBy: null, policy: "drop" });
  });

  it("knows the default device from others, and neither without it", () => {
    const onDevice = (name: string): Match => ({ kind: "interface", side: "in", names: [name], isNegated: false });
    const verdict = (name: string, device: string | null) =>
      read([chain("input", INPUT, [rule("accept", onDevice(name), established)])], device)!.returnTraffic.verdict;
    expect(verdict("eth*", "eth0")).toBe("stateful");
    expect([verdict("eth1", "eth0"), verdict("eth0", null)]).toEqual(["uncertain", "uncertain"]);
    expect(verdict("lo", null)).toBe("dropped");
  });

  it("lets a rule on state stand for the ports that it also asks for", () => {
    expect(input(rule({ kind: "jump", chain: "x" }, ports(1, 65_535)), rule("accept", established)).returnTraffic.verdict).toBe(
      "uncertain",
    );
    const jumping = [
      chain("input", INPUT, [rule({ kind: "jump", chain: "x" }, ports(1, 65_535))]),
      chain("x", null, [rule("accept", established)]),
    ];
    expect(read(jumping)!.returnTraffic.verdict).toBe("stateful");
  });

  it("judges each family by its own rules", () => {
    const readings = readFirewall(
      { chains: [chain("input", INPUT, [rule("accept", established)], "inet"), chain("six", INPUT, [rule("drop")], "ip6")] },
      RANGE,
      null,
    );
    expect(readings.map(({ family, returnTraffic }) => [family, returnTraffic.verdict])).toEqual([
      [4, "stateful"],
      [6, "dropped"],
    ]);
  });
});

describe("what else the rules tell", () => {
  it("which rules let anyone begin connections to a wide part of the range", () => {
    const wide = rule("accept", ports(32_768, 60_999));
    expect(input(rule("accept", established), wide).openToWorld).toMatchObject([{ ports: [RANGE] }]);
    expect(input(rule("accept", isNew, ports(40_000, 40_100))).openToWorld).toEqual([]);
    expect(input(rule("accept", from("some"), ports(32_768, 60_999))).openToWorld).toEqual([]);
    expect(input(rule("accept", ports(32_768, 60_999), established)).openToWorld).toEqual([]);
    expect(input(rule("drop", isNew), wide).openToWorld).toEqual([]);
    expect(read([chain("input", { ...INPUT, policy: "accept" }, [wide])])!.openToWorld).toEqual([]);
  });

  it("which source ports may not leave", () => {
    const output: BaseHook = { ...INPUT, hook: "output", policy: "accept" };
    expect(read([chain("output", output, [rule("drop", ports(33_000, 34_000, "source"))])])).toMatchObject({
      egressDenied: [{ low: 33_000, high: 34_000 }],
      returnTraffic: { verdict: "open" },
    });
    expect(read([chain("output", { ...output, policy: "drop" }, [rule("accept", ports(443, 443))])])!.egressDenied).toEqual([]);
  });

  it("that packets are not tracked, so that no rule on state holds", () => {
    const raw: BaseHook = { hook: "prerouting", priority: -300, policy: "accept", isNat: false };
    const chains = [
      chain("raw", raw, [{ ...rule("continue", ports(33_000, 34_000)), untracks: true }]),
      chain("input", INPUT, [rule("accept", established)]),
    ];
    expect(read(chains)).toMatchObject({
      isUntracked: true,
      returnTraffic: { verdict: "partly", dropped: [{ low: 33_000, high: 34_000 }] },
    });
  });

  it("that source ports are rewritten, and whether fully at random", () => {
    const nat: BaseHook = { hook: "postrouting", priority: 100, policy: "accept", isNat: true };
    const masquerade = (randomFully: boolean) => rule({ kind: "masquerade", randomFully });
    expect(read([chain("post", nat, [masquerade(true), masquerade(false)])])!.masquerade).toEqual({ randomFully: false });
    expect(read([chain("post", nat, [masquerade(true)])])!.masquerade).toEqual({ randomFully: true });
    expect(input(rule("accept")).masquerade).toBeNull();
  });

  it("without control characters and within the wire's length", () => {
    const hostile = { ...rule("accept", established), text: `\u001b[31m${"x".repeat(400)}` };
    const { text } = input(hostile).returnTraffic.decidedBy!;
    expect(text).toHaveLength(300);
    expect(text).not.toMatch(/\p{Cc}/u);
  });
});
