import { z } from "zod";
import { Text } from "./scalars.ts";

export const SignInRequest = z.strictObject({ token: z.string().min(1).max(512) });

const DAY_SECONDS = 24 * 3600;

/** Without anything said: one host, one day. */
export const EnrolmentTokenRequest = z.strictObject({
  uses: z.int().min(1).max(1000).default(1),
  expiresInSeconds: z
    .int()
    .min(60)
    .max(30 * DAY_SECONDS)
    .default(DAY_SECONDS),
});

/** Said again, so that nobody does it by accident. */
export const DeleteOrganizationRequest = z.strictObject({ name: Text(256) });
