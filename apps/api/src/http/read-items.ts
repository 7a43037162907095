import type { Context } from "hono";
import type { z } from "zod";
import { ApiProblem, type Fault } from "../errors.ts";
import { faultsOf, invalidRequest } from "./faults.ts";

const JSON_TYPE = /^application\/json(;|$)/i;
const LINES_TYPE = /^application\/x-ndjson(;|$)/i;

export interface ItemLimits {
  /** Bytes of one item as text. */
  bytesMax: number;
  itemsMax: number;
}

export type Items<T> = { items: [T, ...T[]]; isBatch: boolean };

/**
 * One item as application/json, or several as application/x-ndjson, one a line. Pointers into the latter begin with the
 * line's number among the items, from 0. All or nothing: one bad line refuses the request.
 */
export async function readItems<S extends z.ZodType>(
  c: Context,
  schemaOf: (value: unknown) => S,
  { bytesMax, itemsMax }: ItemLimits,
): Promise<Items<z.infer<S>>> {
  const type = c.req.header("content-type") ?? "";
  const isBatch = LINES_TYPE.test(type);
  if (!isBatch && !JSON_TYPE.test(type))
    throw new ApiProblem("unsupported-media-type", "Send application/json, or application/x-ndjson for several.");
  const text = await c.req.text();
  const lines = isBatch ? text.split("\n").filter((line) => line.trim() !== "") : [text];
  if (lines.length > itemsMax) throw new ApiProblem("payload-too-large", `A request carries at most ${itemsMax} items.`);
  const faults: Fault[] = [];
  const items = lines.map((line, at) => {
    const base = isBatch ? [at] : [];
    if (isLonger(line, bytesMax))
      throw new ApiProblem("payload-too-large", `One item has at most ${bytesMax} bytes${isBatch ? `; item ${at} has more` : ""}.`);
    const value = parseJson(line, base);
    const parsed = schemaOf(value).safeParse(value);
    if (!parsed.success) faults.push(...faultsOf(parsed.error, base));
    return parsed.data as z.infer<S>;
  });
  if (faults.length > 0) throw invalidRequest(faults, "The body");
  const [first, ...rest] = items;
  if (first === undefined) throw invalidRequest([{ pointer: "", code: "empty", detail: "no item" }], "The body");
  return { items: [first, ...rest], isBatch };
}

/** A character is at most three bytes. */
const isLonger = (text: string, bytesMax: number): boolean =>
  text.length > bytesMax || (3 * text.length > bytesMax && new TextEncoder().encode(text).byteLength > bytesMax);

function parseJson(text: string, base: readonly number[]): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const pointer = base.map((at) => `/${at}`).join("");
    throw invalidRequest([{ pointer, code: "malformed", detail: "not JSON" }], "The body");
  }
}
