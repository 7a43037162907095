import { z } from "zod";

/** RFC 3339, UTC: what reads answer. Snapshots carry epoch milliseconds instead. */
export const Timestamp = z.iso.datetime({ precision: 3 });

export const HostId = z.string().regex(/^host_[0-9a-z]{1,26}$/);
export const OrganizationId = z.string().regex(/^org_[0-9a-z]{1,26}$/);

export const Port = z.int().min(0).max(65_535);
export const Count = z.int().min(0);
export const Ratio = z.number().min(0).max(1);
export const EpochMs = z.int().min(0);
