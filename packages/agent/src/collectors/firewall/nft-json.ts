/** What JSON.parse may answer. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The member of an object, or undefined; never what every object has from its prototype. */
export const member = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

export const textMember = (value: Json | undefined, key: string): string | null => {
  const found = member(value, key);
  return typeof found === "string" ? found : null;
};

/** The one key of an expression or a statement, and what stands behind it. */
export function single(value: Json | undefined): [key: string, body: Json] | null {
  if (!isObject(value)) return null;
  const [first] = Object.entries(value);
  return first ?? null;
}

/** One thing or a list of them. */
export const listOf = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : isList(value) ? value : [value]);
