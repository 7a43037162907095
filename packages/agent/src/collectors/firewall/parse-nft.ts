import type { BaseHook, Chain, FilterRule, Hook, Match } from "@berth/shared/domain/firewall/ruleset.ts";
import { MalformedReading } from "../gap-from-error.ts";
import { isList, isObject, type Json, type JsonObject, listOf, member, single, textMember } from "./nft-json.ts";
import { type NftScope, nftRuleBody } from "./nft-outcome.ts";
import { bareElement } from "./nft-sets.ts";
import { nftRuleText } from "./nft-text.ts";

export interface NftDump {
  tables: NftTable[];
}

export interface NftTable {
  family: string;
  name: string;
  flags: readonly Json[];
  chains: Chain[];
  /** Elements of its verdict maps by name, for those who look for ports in them. */
  maps: ReadonlyMap<string, readonly Json[]>;
}

const HOOKS = new Map<string, Hook>((["ingress", "prerouting", "input", "output", "postrouting"] as const).map((hook) => [hook, hook]));

/** Families whose packets are the host's own TCP. */
const FAMILIES = ["ip", "ip6", "inet", "netdev"] as const;

/** Reads `nft -j list ruleset`. All or nothing: what is no JSON of nft is no ruleset. */
export function parseNft(text: string): NftDump {
  const objects = objectsIn(text);
  const tables = new Map<string, TableParts>();
  const tableOf = (body: JsonObject): TableParts => {
    const [family, name] = [textMember(body, "family") ?? "", textMember(body, "table") ?? textMember(body, "name") ?? ""];
    const key = `${family} ${name}`;
    const found = tables.get(key) ?? { family, name, flags: [], sets: new Map(), chains: [], rules: [] };
    tables.set(key, found);
    return found;
  };
  for (const [kind, body] of objects) {
    if (!isObject(body)) continue;
    if (kind === "table") tableOf(body).flags = listOf(member(body, "flags"));
    else if (kind === "set" || kind === "map") tableOf(body).sets.set(textMember(body, "name") ?? "", setElements(body));
    else if (kind === "chain") tableOf(body).chains.push(body);
    else if (kind === "rule") tableOf(body).rules.push(body);
  }
  return { tables: [...tables.values()].flatMap(buildTable) };
}

interface TableParts {
  family: string;
  name: string;
  flags: readonly Json[];
  sets: Map<string, readonly Json[]>;
  chains: JsonObject[];
  rules: JsonObject[];
}

function objectsIn(text: string): [kind: string, body: Json][] {
  const parsed: Json = JSON.parse(text);
  const objects = member(parsed, "nftables");
  if (!isList(objects)) throw new MalformedReading("this is not the JSON of nft");
  return objects.flatMap((each) => {
    const found = single(each);
    return found ? [found] : [];
  });
}

function setElements(body: JsonObject): Json[] {
  const elements = member(body, "elem");
  return isList(elements) ? elements.map(bareElement) : [];
}

function buildTable({ family, name, flags, sets, chains, rules }: TableParts): NftTable[] {
  const known = FAMILIES.find((each) => each === family);
  if (known === undefined) return [];
  const scope: NftScope = { sets, chainKey: (chain) => `nft ${family} ${name} ${chain}` };
  const rulesOf = new Map<string, FilterRule[]>();
  for (const rule of rules) {
    const chain = textMember(rule, "chain") ?? "";
    const earlier = rulesOf.get(chain);
    if (earlier) earlier.push(ruleOf(rule, scope));
    else rulesOf.set(chain, [ruleOf(rule, scope)]);
  }
  const built = chains.map((body): Chain => {
    const chain = textMember(body, "name") ?? "";
    const found = { key: scope.chainKey(chain), name: `${family} ${name} ${chain}`, source: "nftables", family: known } as const;
    return onDevice({ ...found, base: baseOf(body), rules: rulesOf.get(chain) ?? [] }, body);
  });
  return [{ family, name, flags, chains: built, maps: sets }];
}

function ruleOf(body: JsonObject, scope: NftScope): FilterRule {
  const statements = member(body, "expr");
  const list = isList(statements) ? statements : [];
  return { text: nftRuleText(list, textMember(body, "comment")), ...nftRuleBody(list, scope) };
}

function baseOf(body: JsonObject): BaseHook | null {
  const [hook, priority] = [HOOKS.get(textMember(body, "hook") ?? ""), member(body, "prio")];
  if (hook === undefined) return null;
  return {
    hook,
    priority: typeof priority === "number" ? priority : 0,
    policy: textMember(body, "policy") === "drop" ? "drop" : "accept",
    isNat: textMember(body, "type") === "nat",
  };
}

/** A chain at ingress belongs to some devices, which older tools do not name: its rules ask for them. */
function onDevice(chain: Chain, body: JsonObject): Chain {
  if (chain.base?.hook !== "ingress") return chain;
  const names = [member(body, "dev") ?? []].flat().filter((name) => typeof name === "string");
  const device: Match = names.length > 0 ? { kind: "interface", side: "in", names, isNegated: false } : { kind: "undecidable" };
  const atEnd: FilterRule = { text: "policy drop", packets: null, matches: [device], untracks: false, outcome: { kind: "drop" } };
  const rules = chain.rules.map((rule) => ({ ...rule, matches: [device, ...rule.matches] }));
  return { ...chain, base: { ...chain.base, policy: "accept" }, rules: chain.base.policy === "drop" ? [...rules, atEnd] : rules };
}
