import type { BaseHook, Chain, FilterRule, Hook, Outcome } from "@berth/shared/domain/firewall/ruleset.ts";
import { MalformedReading } from "../gap-from-error.ts";
import { type IptablesTest, iptablesMatch } from "./iptables-match.ts";
import { iptablesWords } from "./iptables-words.ts";

export interface IptablesDump {
  /** The tool keeps its rules in nftables, where `nft` lists the same ones. */
  isNft: boolean;
  tables: { name: string; chains: Chain[] }[];
}

/** include/uapi/linux/netfilter_ipv4.h. The nat table sees connections, not packets. */
const PRIORITY = new Map([
  ["raw", -300],
  ["mangle", -150],
  ["nat", -100],
  ["filter", 0],
  ["security", 50],
]);

const HOOK_OF_CHAIN = new Map<string, Hook>([
  ["PREROUTING", "prerouting"],
  ["INPUT", "input"],
  ["OUTPUT", "output"],
  ["POSTROUTING", "postrouting"],
]);

/** Reads iptables-save or ip6tables-save, with or without counters. All or nothing: a dump that is cut short is no ruleset. */
export function parseIptablesSave(text: string, family: 4 | 6): IptablesDump {
  const dump: IptablesDump = { isNft: text.includes("(nf_tables)"), tables: [] };
  let table: TableBuilder | null = null;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("*")) table = new TableBuilder(line.slice(1), family, dump.isNft);
    else if (table === null) throw new MalformedReading(`outside of a table: ${line.slice(0, 60)}`);
    else if (line === "COMMIT") {
      dump.tables.push(table.build());
      table = null;
    } else table.add(line);
  }
  if (table !== null) throw new MalformedReading(`the ${table.name} table has no end`);
  return dump;
}

class TableBuilder {
  readonly name: string;
  readonly #family: 4 | 6;
  readonly #isNft: boolean;
  readonly #chains = new Map<string, { base: BaseHook | null; rules: FilterRule[] }>();

  constructor(name: string, family: 4 | 6, isNft: boolean) {
    this.name = name;
    this.#family = family;
    this.#isNft = isNft;
  }

  add(line: string): void {
    const chain = /^:(\S+) (\S+)/.exec(line);
    const rule = /^(?:\[(\d+):\d+\] )?-A (\S+)(.*)$/.exec(line);
    if (chain) this.#chains.set(chain[1]!, { base: this.#baseOf(chain[1]!, chain[2]!), rules: [] });
    else if (rule) this.#rulesOf(rule[2]!).push(this.#rule(rule[1] ?? null, rule[2]!, rule[3]!));
    else throw new MalformedReading(`unreadable line: ${line.slice(0, 60)}`);
  }

  build(): IptablesDump["tables"][number] {
    const chains = [...this.#chains].map(
      ([name, { base, rules }]): Chain => ({
        key: this.#key(name),
        name: `${this.#family === 6 ? "ip6 " : ""}${this.name} ${name}`,
        source: "iptables",
        family: this.#family === 6 ? "ip6" : "ip",
        base,
        rules,
      }),
    );
    return { name: this.name, chains };
  }

  #rulesOf(chain: string): FilterRule[] {
    const found = this.#chains.get(chain);
    if (!found) throw new MalformedReading(`rule of an undeclared chain: ${chain.slice(0, 60)}`);
    return found.rules;
  }

  #key = (chain: string): string => `iptables${this.#isNft ? "-nft" : ""} ${this.#family} ${this.name} ${chain}`;

  #baseOf(chain: string, policy: string): BaseHook | null {
    const [hook, priority] = [HOOK_OF_CHAIN.get(chain), PRIORITY.get(this.name)];
    if (hook === undefined || priority === undefined || policy === "-") return null;
    return { hook, priority, policy: policy === "DROP" ? "drop" : "accept", isNat: this.name === "nat" };
  }

  #rule(packets: string | null, chain: string, rest: string): FilterRule {
    const { tests, target, isGoto, targetWords } = split(iptablesWords(rest));
    return {
      text: `-A ${chain}${rest}`,
      packets: packets === null ? null : Number(packets),
      matches: tests.map((test) => iptablesMatch(test, this.#family)),
      untracks: target === "NOTRACK" || (target === "CT" && targetWords.includes("--notrack")),
      outcome: this.#outcome(target, isGoto, targetWords),
    };
  }

  #outcome(target: string | null, isGoto: boolean, words: readonly string[]): Outcome {
    if (target === null) return { kind: "continue" };
    if (this.#chains.has(target)) return { kind: isGoto ? "goto" : "jump", chain: this.#key(target) };
    return OUTCOME_OF_TARGET.get(target)?.(words) ?? (isPassing(target) ? { kind: "continue" } : { kind: "unknown" });
  }
}

const OUTCOME_OF_TARGET = new Map<string, (words: readonly string[]) => Outcome>([
  ["ACCEPT", () => ({ kind: "accept" })],
  ["DROP", () => ({ kind: "drop" })],
  ["REJECT", () => ({ kind: "drop" })],
  ["RETURN", () => ({ kind: "return" })],
  ["MASQUERADE", (words) => ({ kind: "masquerade", randomFully: words.includes("--random-fully") })],
  ["SNAT", (words) => ({ kind: "masquerade", randomFully: words.includes("--random-fully") })],
  ["DNAT", (words) => ({ kind: "forward", to: words[words.indexOf("--to-destination") + 1] ?? null })],
  ["REDIRECT", () => ({ kind: "forward", to: null })],
]);

/** Targets after which the next rule is asked. */
const isPassing = (target: string): boolean =>
  /^(LOG|NFLOG|ULOG|MARK|CONNMARK|CT|NOTRACK|TCPMSS|TOS|DSCP|ECN|CLASSIFY|SET|TRACE|AUDIT|SECMARK|CONNSECMARK|CHECKSUM|TTL|HL|TEE|LED|IDLETIMER|RATEEST|TCPOPTSTRIP)$/.test(
    target,
  );

/** Tests that take more than one word. */
const TWO_WORDS = new Set(["--tcp-flags", "--match-set"]);
/** Modules that are a test by themselves. */
const TESTING_MODULES = new Set(["rpfilter", "socket"]);

interface SplitRule {
  tests: IptablesTest[];
  target: string | null;
  isGoto: boolean;
  targetWords: string[];
}

function split(words: readonly string[]): SplitRule {
  const tests: IptablesTest[] = [];
  for (let at = 0; at < words.length; at++) {
    let word = words[at]!;
    if (["-j", "--jump", "-g", "--goto"].includes(word)) {
      return { tests, target: words[at + 1] ?? null, isGoto: word === "-g" || word === "--goto", targetWords: words.slice(at + 2) };
    }
    let isNegated = word === "!";
    if (isNegated) word = words[++at] ?? "";
    if (word === "-m" || word === "--match") {
      const module = words[++at] ?? "";
      if (TESTING_MODULES.has(module)) tests.push({ option: module, values: [], isNegated: false });
      continue;
    }
    // Before iptables 1.4.3 the sign stood after the option.
    if (words[at + 1] === "!" && !isOption(words[at + 2] ?? "-")) {
      isNegated = true;
      at++;
    }
    const values: string[] = [];
    const valuesMax = TWO_WORDS.has(word) ? 2 : 1;
    const isText = word === "--comment";
    while (at + 1 < words.length && values.length < valuesMax && (isText || !isOption(words[at + 1]!))) values.push(words[++at]!);
    tests.push({ option: word, values, isNegated });
    while (at + 1 < words.length && !isOption(words[at + 1]!)) at++;
  }
  return { tests, target: null, isGoto: false, targetWords: [] };
}

const isOption = (word: string): boolean => word === "!" || /^--?[a-z]/.test(word);
