import { type Declarations, NOTHING_DECLARED } from "../host/declarations.ts";
import type { Snapshot } from "../host/snapshot.ts";
import type { Policy } from "./check.ts";

/** The policy with what was said on the host itself, where the organization said nothing of it. */
export function withDeclarations(policy: Policy, { declared }: Pick<Snapshot, "declared">): Policy {
  if (declared === undefined) return policy;
  const central = policy.declared ?? NOTHING_DECLARED;
  const both: Declarations = { egress: central.egress ?? declared.egress, inboundAcl: central.inboundAcl ?? declared.inboundAcl };
  return { ...policy, declared: both };
}
