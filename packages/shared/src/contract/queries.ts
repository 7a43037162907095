import { z } from "zod";

/** RFC 3339 with a zone. */
const Moment = z.iso.datetime({ offset: true });

/** `cursor` is `nextCursor` of the page before. */
export const FleetQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2048).optional(),
});

/** `step` in seconds. Without anything said: the last six hours in a few hundred steps. */
export const SeriesQuery = z.strictObject({
  from: Moment.optional(),
  to: Moment.optional(),
  step: z.coerce.number().int().min(5).max(86_400).optional(),
});

/** Any text: what is not one of our ids is as unknown as one of another organization. */
export const HostParams = z.object({ id: z.string().meta({ example: "host_0123456789abcdef" }) });
