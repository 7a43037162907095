import { readFirewall } from "@berth/shared/domain/firewall/read-firewall.ts";
import type { FirewallReading } from "@berth/shared/domain/host/firewall.ts";
import { includesPort } from "@berth/shared/domain/network/port-interval.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machinePorts } from "../../adapters/collector-ports.ts";
import { FirewallBench, firewallTestsNeed } from "../../testing/firewall-bench.ts";
import { readDefaultDevice } from "./default-device.ts";
import { readRuleset } from "./read-ruleset.ts";

const missing = firewallTestsNeed();
const RANGE = { low: 32_768, high: 60_999 };
const PORTS = [32_768, 32_999, 33_000, 33_500, 34_000, 34_001, 39_999, 40_000, 45_000, 49_999, 50_000, 60_998, 60_999];
const nft = (rules: string) => `nft -f - <<'END'\n${rules}\nEND`;
const input = (rules: string, more = "") =>
  nft(
    `table inet t {\n${more}\nchain input {\ntype filter hook input priority 0; policy drop;\niif lo accept\nmeta l4proto icmpv6 accept\n${rules}\n}\n}`,
  );

/** A name, the commands that load the rules, and what the reading should say of IPv4 and IPv6. */
type Case = [name: string, script: string, v4: string | null, v6: string | null];

const CASES: Case[] = [
  ["replies are accepted by state", input("ct state established,related counter accept"), "stateful", "stateful"],
  ["replies are accepted by their port", input("tcp dport 32768-60999 accept"), "stateless", "stateless"],
  ["a part of the range is missing", input("tcp dport 32768-49999 accept"), "partly", "partly"],
  ["nothing is accepted", input(""), "dropped", "dropped"],
  [
    "chains are jumped to, gone to and returned from",
    input(
      "jump a\ntcp dport 33000-34000 goto b\nct state vmap { established : accept, invalid : drop }",
      "chain a {\ntcp dport 40000-49999 return\ntcp dport 45000-60999 drop\n}\nchain b {\ntcp dport 33500 return\naccept\n}",
    ),
    "partly",
    "partly",
  ],
  [
    "replies are not tracked",
    input(
      "ct state established accept\nct state untracked tcp dport 33000-33500 accept",
      "chain raw {\ntype filter hook prerouting priority raw;\ntcp dport 33000-34000 notrack\n}",
    ),
    "partly",
    "partly",
  ],
  [
    "requests are not tracked",
    input("ct state established accept", "chain raw {\ntype filter hook output priority raw;\ntcp sport 33000-34000 notrack\n}"),
    "partly",
    "partly",
  ],
  [
    "sets, named and not",
    input(
      "tcp dport @wide accept\nip saddr . tcp dport @pairs drop\ntcp dport { 34001, 40000, 49999-50000 } accept\nip saddr @bad drop",
      "set wide {\ntype inet_service; flags interval; elements = { 32768-33500, 60000-60999 }\n}\nset pairs {\ntype ipv4_addr . inet_service; elements = { 192.0.2.1 . 40000 }\n}\nset bad {\ntype ipv4_addr; flags interval; elements = { 198.51.100.0/24 }\n}",
    ),
    "partly",
    "partly",
  ],
  [
    "verdict maps by port",
    input(
      "tcp dport vmap @fates\nct state established accept",
      "chain half {\ntcp dport 40000-45000 accept\ntcp dport != 49999 drop\n}\nmap fates {\ntype inet_service : verdict; flags interval; elements = { 33000-34000 : drop, 40000-50000 : jump half }\n}",
    ),
    "partly",
    "partly",
  ],
  [
    "an accept ends only its own chain",
    nft(
      "table inet a {\nchain early {\ntype filter hook input priority -10; policy accept;\nct state established accept\n}\n}\ntable inet b {\nchain late {\ntype filter hook input priority 10; policy accept;\ntcp dport 33000-34000 reject\n}\n}",
    ),
    "partly",
    "partly",
  ],
  [
    "state is asked for before there is any",
    nft(
      "table inet a {\nchain early {\ntype filter hook prerouting priority raw; policy accept;\nct state invalid tcp dport 33000-40000 drop\n}\n}",
    ),
    "partly",
    "partly",
  ],
  ["flags alone let replies in", input("tcp flags ack accept"), "stateless", "stateless"],
  [
    "only one family is filtered",
    nft(
      "table ip6 t {\nchain i {\ntype filter hook input priority 0; policy drop;\nmeta l4proto ipv6-icmp accept\ntcp dport >= 40000 accept\n}\n}",
    ),
    null,
    "partly",
  ],
  [
    "requests are denied on their way out",
    nft("table inet t {\nchain o {\ntype filter hook output priority 0; policy accept;\ntcp sport 33000-34000 drop\n}\n}"),
    "open",
    "open",
  ],
  [
    "a device's own chain drops",
    nft('table netdev t {\nchain n {\ntype filter hook ingress device "v0" priority 0; policy accept;\ntcp dport 50000-60998 drop\n}\n}'),
    "uncertain",
    "uncertain",
  ],
  ["a dormant table", nft("table inet t {\nflags dormant\nchain i {\ntype filter hook input priority 0; policy drop;\n}\n}"), null, null],
  [
    "iptables over nftables",
    `iptables-nft -P INPUT DROP
iptables-nft -A INPUT -p tcp -m multiport --dports 33000:34000,60999 -j DROP -m comment --comment "-j \\"x\\" "
iptables-nft -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables-nft -P INPUT DROP
ip6tables-nft -A INPUT -p ipv6-icmp -j ACCEPT
ip6tables-nft -A INPUT -p tcp ! --syn -j ACCEPT`,
    "partly",
    "stateless",
  ],
  [
    "iptables raw and mangle before filter",
    `iptables-nft -t raw -A PREROUTING -p tcp --dport 33000:34000 -j CT --notrack
iptables-nft -t mangle -A INPUT -p tcp -m tcp --dport 50000: -j DROP
iptables-nft -A INPUT -m state --state ESTABLISHED -j ACCEPT
iptables-nft -A INPUT -i v0 -j REJECT`,
    "partly",
    null,
  ],
  [
    "both kernel interfaces at once",
    `${input("ct state established accept")}
iptables-legacy -A INPUT -p tcp --dport 40000:45000 -j DROP
iptables-legacy -t raw -A PREROUTING -p tcp --dport 33000 -j NOTRACK`,
    "partly",
    "stateful",
  ],
  [
    "the older interface alone",
    `iptables-legacy -P INPUT DROP
iptables-legacy -N mine
iptables-legacy -A INPUT -p tcp -g mine
iptables-legacy -A mine -p tcp ! --dport 33000:40000 -j ACCEPT
iptables-legacy -A mine -p tcp --tcp-flags SYN,ACK SYN -j ACCEPT`,
    "partly",
    null,
  ],
];

const border = fc.constantFrom(...PORTS);
const span = fc.tuple(border, border).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const condition = fc.oneof(
  span.map((ports) => `tcp dport ${ports}`),
  span.map((ports) => `tcp dport != ${ports}`),
  fc.tuple(span, border).map(([ports, port]) => (includes(ports, port) ? `tcp dport { ${ports} }` : `tcp dport { ${ports}, ${port} }`)),
  fc.constantFrom(
    "ct state established",
    "ct state != established",
    "ct state new",
    "ct state { invalid, untracked }",
    "iif v0",
    "iifname != v0",
  ),
  fc.constantFrom(
    "tcp flags ack",
    "tcp flags & (fin|rst|ack) == ack",
    "ct direction reply",
    "ip protocol tcp",
    "tcp sport 443",
    "fib daddr type local",
  ),
  fc.constant(""),
);
const includes = (ports: string, port: number) => {
  const [low, high] = ports.split("-").map(Number);
  return low! <= port && port <= high!;
};
const rule = (chains: string[]) =>
  fc.tuple(condition, condition, fc.constantFrom("accept", "drop", "return", "counter", ...chains)).map((words) => words.join(" "));
const body = (chains: string[]) => fc.array(rule(chains), { maxLength: 5 }).map((rules) => rules.join("\n"));
const priority = fc.constantFrom("raw", "mangle", "filter", "-250", "10");
const policy = fc.constantFrom("accept", "drop");
const base = (hook: string) =>
  fc
    .tuple(priority, policy, body(["jump one", "jump two", "goto one", "notrack"]))
    .map(([prio, end, rules]) => `chain ${hook}_base {\ntype filter hook ${hook} priority ${prio}; policy ${end};\n${rules}\n}`);
const randomRules = fc
  .tuple(body([]), body(["jump one", "goto one"]), base("prerouting"), base("input"))
  .map(([one, two, early, late]) => nft(`table inet t {\nchain one {\n${one}\n}\nchain two {\n${two}\n}\n${early}\n${late}\n}`));

describe("what is read from the rules, against what traffic does", () => {
  const bench = new FirewallBench();
  const ports = missing === null ? machinePorts({}) : null!;

  beforeAll(async () => {
    if (missing === null) await bench.open();
  });
  afterAll(() => {
    if (missing === null) bench.close();
  });

  function read(): FirewallReading[] {
    return ports.enterNamespace!(`/run/netns/${bench.name}`, () => {
      const found = readRuleset(ports.runCommand, ports.files, ports.monotonicMs);
      if ("reason" in found) throw new Error(`${found.reason}: ${found.hint}`);
      return readFirewall(found.ruleset, RANGE, readDefaultDevice(ports.files));
    });
  }

  async function compare(family: 4 | 6, reading: FirewallReading | undefined): Promise<void> {
    const fateOf = (port: number) => {
      if (reading === undefined) return "heard";
      const { accepted, dropped } = reading.returnTraffic;
      if (includesPort(reading.egressDenied, port) || includesPort(dropped, port)) return "lost";
      return includesPort(accepted, port) ? "heard" : "open";
    };
    const answered = await bench.answered(family, PORTS, (port) => fateOf(port) === "heard");
    for (const port of PORTS) {
      const fate = fateOf(port);
      if (fate !== "open")
        expect(answered.includes(port), `IPv${family} port ${port} of ${JSON.stringify(reading)}`).toBe(fate === "heard");
    }
  }

  test.for(CASES)("%s", async ([, script, v4, v6], ctx) => {
    if (missing !== null) return ctx.skip(missing);
    bench.load(script);
    const readings = read();
    for (const [family, expected] of [
      [4, v4],
      [6, v6],
    ] as const) {
      const reading = readings.find((each) => each.family === family);
      expect(reading?.returnTraffic.verdict ?? null).toBe(expected);
      await compare(family, reading);
    }
  });

  test("check names the lost ports and the rule, and takes it back once connections are seen to stand", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    bench.load(input("tcp dport 32768-49999 counter accept"));
    expect(bench.check("fw-return")).toMatchObject({
      status: "fail",
      evidence: [{ subject: "50000–60999", figures: { decidedBy: "tcp dport 32768-49999 counter accept", policy: "drop" } }, {}],
    });
    expect(bench.check("fw-stateless").status).toBe("fail");
    const held = await bench.hold(4, 40_000);
    expect(bench.check("fw-return").evidence).toMatchObject([
      { rule: "return-partly", figures: { family: "IPv6" } },
      { rule: "return-seen-to-pass", figures: { family: "IPv4", standing: 1 } },
    ]);
    held.end();
    bench.load(input("ct state established accept"));
    expect(bench.check("fw-return").status).toBe("pass");
  });

  test("rules drawn at random", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    for (const script of fc.sample(randomRules, 8)) {
      bench.load(script);
      const reading = read().find(({ family }) => family === 4);
      // Rules on a device or on a peer's port leave others open, so that such ports are surely dropped for nobody.
      if (!/iif|sport/.test(script)) expect(reading?.returnTraffic.verdict ?? null, script).not.toBe("uncertain");
      await compare(4, reading).catch((error) => {
        throw new Error(`${script}\n${error.message}`);
      });
    }
  });
});
