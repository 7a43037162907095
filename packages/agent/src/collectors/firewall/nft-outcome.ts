import type { FilterRule, Match, Outcome } from "@berth/shared/domain/firewall/ruleset.ts";
import { isList, type Json, listOf, member, single, textMember } from "./nft-json.ts";
import { nftKeyMatches, nftMatches } from "./nft-match.ts";
import { elementsOf, type NftSets } from "./nft-sets.ts";

/** What the rules of one chain can refer to. */
export interface NftScope {
  sets: NftSets;
  chainKey(name: string): string;
}

/** Statements after which the rule goes on. */
const PASSING = new Set([
  "counter",
  "log",
  "mangle",
  "set",
  "map",
  "dup",
  "flow",
  "last",
  "comment",
  "secmark",
  "ct helper",
  "ct timeout",
  "ct expectation",
  "tproxy",
]);
const PASSING_TARGETS = new Set([
  "LOG",
  "NFLOG",
  "MARK",
  "CONNMARK",
  "TCPMSS",
  "TOS",
  "DSCP",
  "CLASSIFY",
  "SET",
  "TRACE",
  "AUDIT",
  "CHECKSUM",
  "TTL",
  "HL",
]);

/** Reads the statements of one rule in their order. What is not known may hold, and may end the packet. */
export function nftRuleBody(
  statements: readonly Json[],
  scope: NftScope,
): Pick<FilterRule, "matches" | "untracks" | "outcome" | "packets"> {
  const matches: Match[] = [];
  let untracks = false;
  let packets: number | null = null;
  let outcome: Outcome = { kind: "continue" };
  for (const statement of statements) {
    const [kind, body] = single(statement) ?? ["", null];
    if (kind === "match") matches.push(...nftMatches(body, scope.sets));
    else if (kind === "notrack") untracks = true;
    else if (kind === "counter") packets = countOf(body);
    else if (kind === "limit" || kind === "quota" || kind === "ct count" || kind === "meter") matches.push({ kind: "undecidable" });
    else if (kind === "xt") {
      const name = textMember(body, "name");
      if (textMember(body, "type") === "match") matches.push({ kind: name === "comment" ? "always" : "undecidable" });
      else if (name === "MASQUERADE" || name === "SNAT") outcome = { kind: "masquerade", randomFully: false };
      else if (name === "DNAT" || name === "REDIRECT") outcome = { kind: "forward", to: null };
      else if (name === null || !PASSING_TARGETS.has(name)) outcome = { kind: "unknown" };
    } else if (!PASSING.has(kind)) outcome = outcomeOf(kind, body, scope);
  }
  return { matches, untracks, outcome, packets };
}

const countOf = (body: Json): number | null => {
  const packets = member(body, "packets");
  return typeof packets === "number" ? packets : null;
};

function outcomeOf(kind: string, body: Json, scope: NftScope): Outcome {
  switch (kind) {
    case "accept":
    case "drop":
    case "return":
    case "continue":
      return { kind };
    case "reject":
      return { kind: "drop" };
    case "jump":
    case "goto":
      return { kind, chain: scope.chainKey(textMember(body, "target") ?? "") };
    case "vmap":
      return mapOf(body, scope);
    case "masquerade":
    case "snat":
      return { kind: "masquerade", randomFully: listOf(member(body, "flags")).includes("fully-random") };
    case "dnat":
      return { kind: "forward", to: textMember(body, "addr") };
    case "redirect":
      return { kind: "forward", to: null };
    default:
      return { kind: "unknown" };
  }
}

/** `{"key": …, "data": …}`; before nftables 0.9.1 the words were `left` and `right`. */
function mapOf(body: Json, scope: NftScope): Outcome {
  const key = member(body, "key") ?? member(body, "left");
  const elements = elementsOf(member(body, "data") ?? member(body, "right"), scope.sets);
  if (elements === null) return { kind: "unknown" };
  const named = elements.filter((element) => isList(element) && element.length === 2 && element[0] !== "*");
  const cases = named.map((element) => caseOf(key, element, scope));
  const rest = elements.filter((element) => isList(element) && element[0] === "*").map((element) => caseOf(key, element, scope));
  const others: Match = { kind: "anyOf", combinations: cases.map(({ matches }) => matches), isNegated: true };
  return { kind: "map", cases: [...cases, ...rest.map(({ outcome }) => ({ matches: [others], outcome }))] };
}

function caseOf(key: Json | undefined, element: Json, scope: NftScope): { matches: Match[]; outcome: Outcome } {
  const [value, verdict] = listOf(element);
  const [kind, body] = single(verdict) ?? [typeof verdict === "string" ? verdict : "", null];
  return { matches: nftKeyMatches(key, value ?? null, scope.sets), outcome: outcomeOf(kind, body, scope) };
}
