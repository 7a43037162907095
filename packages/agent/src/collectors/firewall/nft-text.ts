import { isList, type Json, listOf, member, single, textMember } from "./nft-json.ts";

/** One rule in nft's own words, so that a person finds it in `nft list ruleset`; what has no short form is shown as JSON. */
export function nftRuleText(statements: readonly Json[], comment: string | null): string {
  const words = statements.map(statementText).filter((text) => text !== "");
  return [...words, ...(comment === null ? [] : [`comment "${comment}"`])].join(" ");
}

function statementText(statement: Json): string {
  const [kind, body] = single(statement) ?? ["", null];
  switch (kind) {
    case "match":
      return matchText(body);
    case "counter":
      return "counter";
    case "jump":
    case "goto":
      return `${kind} ${textMember(body, "target") ?? ""}`;
    case "vmap":
      return `${valueText(member(body, "key") ?? member(body, "left"))} vmap ${valueText(member(body, "data") ?? member(body, "right"))}`;
    case "log":
      return "log";
    case "reject":
      return textMember(body, "type") === null ? "reject" : `reject with ${textMember(body, "type")}`;
    case "masquerade":
      return ["masquerade", ...listOf(member(body, "flags") ?? []).map(String)].join(" ");
    case "limit":
      return `limit rate ${String(member(body, "rate") ?? "")}/${textMember(body, "per") ?? "second"}`;
    default:
      return body === null ? kind : `${kind} ${JSON.stringify(body)}`;
  }
}

function matchText(body: Json): string {
  const op = textMember(body, "op") ?? "==";
  const shown = op === "==" || op === "in" ? " " : ` ${op} `;
  return `${valueText(member(body, "left"))}${shown}${valueText(member(body, "right"))}`;
}

function valueText(value: Json | undefined): string {
  if (isList(value)) return value.map(valueText).join(",");
  const [kind, body] = single(value) ?? ["", null];
  switch (kind) {
    case "":
      return typeof value === "string" && !/^[\w.:@*-]+$/.test(value) ? `"${value}"` : String(value ?? "");
    case "payload":
      return [textMember(body, "protocol"), textMember(body, "field")].join(" ");
    case "meta": {
      const key = textMember(body, "key") ?? "";
      return key.startsWith("iif") || key.startsWith("oif") ? key : `meta ${key}`;
    }
    case "ct":
      return `ct ${textMember(body, "key") ?? ""}`;
    case "fib":
      return `fib ${listOf(member(body, "flags")).map(String).join(" . ")} ${textMember(body, "result") ?? ""}`;
    case "range":
      return listOf(body).map(valueText).join("-");
    case "prefix":
      return `${textMember(body, "addr") ?? ""}/${String(member(body, "len") ?? "")}`;
    case "set":
      return `{ ${listOf(body).map(elementText).join(", ")} }`;
    case "elem":
      return valueText(member(body, "val"));
    case "concat":
      return listOf(body).map(valueText).join(" . ");
    case "&":
      return listOf(body)
        .map((each) => (isList(each) ? `(${each.map(valueText).join("|")})` : valueText(each)))
        .join(" & ");
    default:
      return JSON.stringify(value);
  }
}

const elementText = (element: Json): string =>
  isList(element) && element.length === 2 ? `${valueText(element[0])} : ${statementText(element[1]!)}` : valueText(element);
