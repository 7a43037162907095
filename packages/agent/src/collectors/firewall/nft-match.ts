import { type ConnectionState, type Match, TCP_FLAGS } from "@berth/shared/domain/firewall/ruleset.ts";
import { normalizeIntervals, PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { prefixReach } from "./address-prefix.ts";
import { isList, type Json, listOf, member, single, textMember } from "./nft-json.ts";
import { elementsOf, type NftSets } from "./nft-sets.ts";

const UNDECIDABLE: Match = { kind: "undecidable" };
const fixed = (holds: boolean): Match => ({ kind: holds ? "always" : "never" });

/** The tests that one `match` statement makes, all of which must hold (libnftables-json(5)). */
export function nftMatches(statement: Json, sets: NftSets): Match[] {
  return testsOf(member(statement, "left"), member(statement, "right"), textMember(statement, "op") ?? "==", sets);
}

/** The tests of one key of a verdict map. */
export const nftKeyMatches = (key: Json | undefined, element: Json, sets: NftSets): Match[] => testsOf(key, element, "==", sets);

function testsOf(left: Json | undefined, right: Json | undefined, op: string, sets: NftSets): Match[] {
  const elements = elementsOf(right, sets);
  const [kind, body] = single(left) ?? ["", null];
  if (elements === null) return [UNDECIDABLE];
  const isNegated = op === "!=" || op === "!";
  switch (kind) {
    case "payload":
      return payloadTests(textMember(body, "protocol"), textMember(body, "field"), elements, op);
    case "&":
      return [maskedFlags(body, elements, isNegated)];
    case "meta":
      return metaTests(textMember(body, "key"), elements, isNegated);
    case "ct":
      return [trackingTest(textMember(body, "key"), elements, isNegated)];
    case "fib":
      return [routeTest(body, elements, isNegated)];
    case "concat":
      return [{ kind: "anyOf", combinations: elements.map((element) => combination(body, element, sets)), isNegated }];
    default:
      return [UNDECIDABLE];
  }
}

function combination(left: Json, element: Json, sets: NftSets): Match[] {
  const parts = member(element, "concat");
  if (!isList(left) || !isList(parts) || left.length !== parts.length) return [UNDECIDABLE];
  return left.flatMap((each, index) => testsOf(each, parts[index], "==", sets));
}

function payloadTests(protocol: string | null, field: string | null, elements: readonly Json[], op: string): Match[] {
  const isNegated = op === "!=" || op === "!";
  if (protocol === "tcp" || protocol === "th") {
    if (field === "flags") return [flagsTest(elements, op)];
    if (field !== "dport" && field !== "sport") return [UNDECIDABLE];
    const ports = portsOf(elements, op);
    const side = field === "dport" ? "destination" : "source";
    return [ports === null ? UNDECIDABLE : { kind: "ports", side, protocol: "tcp", ports, isNegated }];
  }
  if (protocol === "ip" || protocol === "ip6") {
    const family = protocol === "ip" ? 4 : 6;
    const guard: Match = { kind: "family", family, isNegated: false };
    if (field === "protocol" || field === "nexthdr") return [guard, protocolTest(elements, isNegated)];
    if (field !== "saddr" && field !== "daddr") return [guard, UNDECIDABLE];
    const side = field === "saddr" ? "source" : "destination";
    return [{ kind: "address", side, family, prefixes: elements.map((element) => ({ reach: reachOf(element) })), isNegated }];
  }
  if (protocol === "ether" || protocol === "vlan" || protocol === null) return [UNDECIDABLE];
  // Of another protocol than TCP: the test itself asks for that protocol first.
  return [fixed(false)];
}

function reachOf(element: Json): ReturnType<typeof prefixReach> {
  const prefix = member(element, "prefix");
  if (prefix !== undefined) return prefixReach(`${textMember(prefix, "addr") ?? ""}/${String(member(prefix, "len") ?? "")}`);
  const range = member(element, "range");
  if (isList(range)) return reachOfRange(range.map(String));
  return typeof element === "string" ? prefixReach(element) : "some";
}

function reachOfRange([first = "", last = ""]: readonly string[]): ReturnType<typeof prefixReach> {
  const [low, high] = [prefixReach(first), prefixReach(last)];
  if (/^(0\.0\.0\.0|::)$/.test(first) && /^(255\.255\.255\.255|ffff(:ffff){7})$/.test(last)) return "everything";
  return low === high ? low : "some";
}

/** null where an element is no port. */
function portsOf(elements: readonly Json[], op: string): PortInterval[] | null {
  const intervals: PortInterval[] = [];
  for (const element of elements) {
    const range = member(element, "range");
    const [low, high] = isList(range) ? range : [element, element];
    if (!isPort(low) || !isPort(high) || low > high) return null;
    intervals.push({ low, high });
  }
  const [first] = intervals;
  switch (op) {
    case "==":
    case "!=":
    case "in":
      return normalizeIntervals(intervals);
    case "<":
      return first && first.low > 0 ? [{ low: 0, high: first.low - 1 }] : [];
    case "<=":
      return first ? [{ low: 0, high: first.low }] : null;
    case ">":
      return first && first.low < PORT_MAX ? [{ low: first.low + 1, high: PORT_MAX }] : [];
    case ">=":
      return first ? [{ low: first.low, high: PORT_MAX }] : null;
    default:
      return null;
  }
}

const isPort = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= PORT_MAX;

const protocolTest = (elements: readonly Json[], isNegated: boolean): Match => ({
  kind: "protocol",
  holdsForTcp: elements.some((element) => element === "tcp" || element === 6) !== isNegated,
});

/** `flags syn` asks for any of them (`in`), `flags != syn` and `flags == syn` for exactly these, `flags ! syn` for none. */
function flagsTest(elements: readonly Json[], op: string): Match {
  const bits = flagBits(elements);
  if (bits === null) return UNDECIDABLE;
  if (op === "in" || op === "!") return { kind: "anyTcpFlag", mask: bits, isNegated: op === "!" };
  if (op === "==" || op === "!=") return { kind: "tcpFlags", mask: 0xff, values: eachBits(elements), isNegated: op === "!=" };
  return UNDECIDABLE;
}

function maskedFlags(body: Json, elements: readonly Json[], isNegated: boolean): Match {
  const [field, maskFlags] = listOf(body);
  const payload = member(field, "payload");
  const mask = flagBits(flat(maskFlags));
  const isFlags = textMember(payload, "protocol") === "tcp" && textMember(payload, "field") === "flags";
  if (!isFlags || mask === null || flagBits(elements.flatMap(flat)) === null) return UNDECIDABLE;
  return { kind: "tcpFlags", mask, values: [flagBits(elements.flatMap(flat)) ?? 0], isNegated };
}

/** `["fin","syn"]`, `{"|":["fin","syn"]}`, `"syn"`. */
function flat(value: Json | undefined): readonly Json[] {
  const either = member(value, "|");
  return either === undefined ? listOf(value) : listOf(either).flatMap(flat);
}

const eachBits = (elements: readonly Json[]): number[] => elements.map((element) => flagBits(flat(element)) ?? 0);

function flagBits(words: readonly Json[]): number | null {
  let bits = 0;
  for (const word of words.flatMap(flat)) {
    if (typeof word === "number") bits |= word;
    else if (typeof word === "string" && Object.hasOwn(TCP_FLAGS, word)) bits |= TCP_FLAGS[word as keyof typeof TCP_FLAGS];
    else return null;
  }
  return bits;
}

function metaTests(key: string | null, elements: readonly Json[], isNegated: boolean): Match[] {
  const words = elements.filter((element) => typeof element === "string");
  switch (key) {
    case "iif":
    case "iifname":
    case "oif":
    case "oifname":
      if (words.length < elements.length) return [UNDECIDABLE];
      return [{ kind: "interface", side: key.startsWith("i") ? "in" : "out", names: words, isNegated }];
    case "l4proto":
      return [protocolTest(elements, isNegated)];
    case "nfproto":
    case "protocol":
      return [familyTest(words, isNegated)];
    case "pkttype":
      return [fixed(words.some((word) => word === "host" || word === "unicast") !== isNegated)];
    default:
      return [UNDECIDABLE];
  }
}

function familyTest(words: readonly string[], isNegated: boolean): Match {
  const [v4, v6] = [words.some((word) => word === "ipv4" || word === "ip"), words.some((word) => word === "ipv6" || word === "ip6")];
  return v4 === v6 ? fixed(v4 !== isNegated) : { kind: "family", family: v4 ? 4 : 6, isNegated };
}

const STATES = ["new", "established", "related", "invalid", "untracked"] as const satisfies readonly ConnectionState[];

function trackingTest(key: string | null, elements: readonly Json[], isNegated: boolean): Match {
  const words = elements.flatMap(flat);
  if (key === "state") {
    const states = STATES.filter((state) => words.includes(state));
    return states.length === words.length ? { kind: "state", states, isNegated } : UNDECIDABLE;
  }
  if (key === "direction" && words.length === 1) return { kind: "direction", isReply: (words[0] === "reply") !== isNegated };
  return UNDECIDABLE;
}

/**
 * What the route says of an address. The own end of a packet that comes in is local; a packet of an ordinary peer came
 * by the way that leads back to it, so that a route is never missing.
 */
function routeTest(body: Json, elements: readonly Json[], isNegated: boolean): Match {
  const flags = listOf(member(body, "flags"));
  if (textMember(body, "result") === "type" && flags.length === 1 && flags[0] === "daddr") {
    const isSpecial = elements.every((element) => typeof element === "string" && element !== "local" && element !== "unicast");
    if (isSpecial) return fixed(isNegated);
    return elements.includes("local") ? { kind: "interface", side: "in", names: ["*"], isNegated } : UNDECIDABLE;
  }
  const isReversePath = textMember(body, "result") === "oif" && flags.includes("saddr") && flags.includes("iif");
  if (isReversePath && elements.length === 1 && (elements[0] === false || elements[0] === 0)) return fixed(isNegated);
  return UNDECIDABLE;
}
