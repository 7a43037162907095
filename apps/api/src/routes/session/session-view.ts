import type { SessionView } from "@berth/shared/contract/reads.ts";
import type { z } from "zod";
import type { Visitor } from "../../services/access/sessions.ts";

export const sessionView = ({ name, organization }: Visitor): z.infer<typeof SessionView> => ({
  person: { name },
  organization: { id: organization.publicId, name: organization.name },
  role: "owner",
});
