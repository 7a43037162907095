import { z } from "zod";

/** RFC 3339, UTC: what reads answer. Snapshots carry epoch milliseconds instead. */
export const Timestamp = z.iso.datetime({ precision: 3 });

export const HostId = z.string().regex(/^host_[0-9a-z]{1,26}$/);
export const OrganizationId = z.string().regex(/^org_[0-9a-z]{1,26}$/);

/** Text of `min` to `max` UTF-16 units that a database takes: without NUL, and without half a surrogate pair. */
export const Text = (max: number, min = 1) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/);

export const Port = z.int().min(0).max(65_535);
export const Count = z.int().min(0);
/** A count that has a column of its own, of four bytes. */
export const ColumnCount = Count.max(2_147_483_647);
export const Ratio = z.number().min(0).max(1);
export const EpochMs = z.int().min(0);
