import type { PortInterval } from "../network/port-interval.ts";

export const EGRESS_KINDS = [
  "none",
  "aws-nat-gateway",
  "azure-load-balancer",
  "azure-app-service",
  "azure-nat-gateway",
  "gcp-cloud-nat",
] as const;
export type EgressKind = (typeof EGRESS_KINDS)[number];

/** What a host cannot see and a person can say. */
export interface Declarations {
  /** How traffic leaves: the ports that one destination may have from this host. Null where nobody said. */
  egress: { kind: EgressKind; portsPerDestination: number | null } | null;
  /** Inbound TCP ports that a stateless network ACL lets through. Null where nobody said. */
  inboundAcl: PortInterval[] | null;
}

export const NOTHING_DECLARED: Declarations = { egress: null, inboundAcl: null };
