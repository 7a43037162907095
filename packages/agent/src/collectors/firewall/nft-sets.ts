import { isList, isObject, type Json, listOf, member } from "./nft-json.ts";

/** Elements of the named sets and maps of one table; a map's are `[key, value]`. */
export type NftSets = ReadonlyMap<string, readonly Json[]>;

/** What stands on the right of a test or behind a map: its elements one by one; null where a set is not in the dump. */
export function elementsOf(right: Json | undefined, sets: NftSets): readonly Json[] | null {
  if (right === undefined) return null;
  if (typeof right === "string" && right.startsWith("@")) return sets.get(right.slice(1)) ?? null;
  const set = member(right, "set");
  if (set !== undefined) return listOf(set).map(bareElement);
  return isList(right) ? right : [right];
}

/** Elements with a timeout, a comment or a counter are wrapped. */
export function bareElement(element: Json): Json {
  const inner = member(element, "elem");
  if (inner !== undefined) return isObject(inner) ? (member(inner, "val") ?? null) : inner;
  return isList(element) && element.length === 2 ? [bareElement(element[0]!), element[1]!] : element;
}
