import { z } from "zod";

/** RFC 3339, UTC: what reads answer. Snapshots carry epoch milliseconds instead. */
export const Timestamp = z.iso.datetime({ precision: 3 });

export const HostId = z.string().regex(/^host_[0-9a-z]{1,26}$/);
export const OrganizationId = z.string().regex(/^org_[0-9a-z]{1,26}$/);

/**
 * The same schema, which takes what `isFine` at once and does its own work only on the rest, to say what is wrong with it: a
 * sample is some thousand small values, and nearly all of them are fine. `isFine` must hold for nothing that the schema refuses.
 */
function quick<S extends z.ZodType>(schema: S, isFine: (value: unknown) => boolean): S {
  const { run } = schema._zod;
  schema._zod.run = (payload, context) => (isFine(payload.value) ? payload : run(payload, context));
  return schema;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isNotNegative = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0;

/** A list of exactly `length` numbers. */
const listOf = (item: z.ZodType<number>, length: number, isItem: (value: unknown) => boolean) =>
  quick(z.array(item).length(length), (value) => Array.isArray(value) && value.length === length && value.every(isItem));

/** Text of `min` to `max` UTF-16 units that a database takes: without NUL, and without half a surrogate pair. */
export const Text = (max: number, min = 1) =>
  quick(
    z.string().min(min).max(max).regex(STORABLE),
    (value) => typeof value === "string" && value.length >= min && value.length <= max && STORABLE.test(value),
  );

const STORABLE = /^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/;

export const Port = quick(z.int().min(0).max(65_535), (value) => isCount(value) && (value as number) <= 65_535);
export const Count = quick(z.int().min(0), isCount);
/** A count that has a column of its own, of four bytes. */
export const ColumnCount = quick(Count.max(2_147_483_647), (value) => isCount(value) && (value as number) <= 2_147_483_647);
export const Ratio = quick(z.number().min(0).max(1), (value) => isNotNegative(value) && (value as number) <= 1);
export const Counts = (length: number) => listOf(z.int().min(0), length, isCount);
export const Amounts = (length: number) => listOf(z.number().min(0), length, isNotNegative);
export const EpochMs = z.int().min(0);
