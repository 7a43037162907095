import { type Declarations, EGRESS_KINDS, type EgressKind } from "../host/declarations.ts";

export type Egress = NonNullable<Declarations["egress"]>;

/** How one kind of NAT gives ports. */
interface EgressBudget {
  /** Ports towards one destination (address, port, protocol), for the amount that was declared with the kind. */
  portsFor(amount: number): number;
  /** What the amount counts, and what it is where nobody said. */
  amountIs: "addresses" | "machines" | "ports" | "nothing";
  usualAmount: number;
  /** How long the NAT keeps the port of a connection that was closed. */
  holdSeconds: number;
}

/** Default SNAT ports of a machine behind a load balancer, by the machines in its pool (Azure, outbound connections). */
const AZURE_POOLS: readonly (readonly [machines: number, ports: number])[] = [
  [50, 1_024],
  [100, 512],
  [200, 256],
  [400, 128],
  [800, 64],
];
const AZURE_SMALLEST = 32;

/**
 * AWS, NAT gateway basics: 55,000 to each destination for every address. Azure: outbound connections of a load balancer,
 * App Service (128 for each instance), NAT gateway (50,000 to one destination for every address). GCP, Cloud NAT: 64 for
 * each machine unless raised. Hold times as the vendors or field reports give them.
 */
const BUDGETS: Record<Exclude<EgressKind, "none">, EgressBudget> = {
  "aws-nat-gateway": { portsFor: (addresses) => addresses * 55_000, amountIs: "addresses", usualAmount: 1, holdSeconds: 60 },
  "azure-load-balancer": {
    portsFor: (machines) => AZURE_POOLS.find(([most]) => machines <= most)?.[1] ?? AZURE_SMALLEST,
    amountIs: "machines",
    usualAmount: 1,
    holdSeconds: 240,
  },
  "azure-app-service": { portsFor: () => 128, amountIs: "nothing", usualAmount: 1, holdSeconds: 240 },
  "azure-nat-gateway": { portsFor: (addresses) => addresses * 50_000, amountIs: "addresses", usualAmount: 1, holdSeconds: 65 },
  "gcp-cloud-nat": { portsFor: (ports) => ports, amountIs: "ports", usualAmount: 64, holdSeconds: 120 },
};

/** More addresses than any NAT takes, more machines than any pool: a typing error. */
const AMOUNT_MAX: Record<EgressBudget["amountIs"], number> = { addresses: 64, machines: 5_000, ports: 65_535, nothing: 1 };

/** The ports that one destination may have, and how long each is kept; null where there is no NAT. */
export function egressBudget({ kind, portsPerDestination }: Egress): { ports: number; holdSeconds: number } | null {
  if (kind === "none") return null;
  const { portsFor, usualAmount, holdSeconds } = BUDGETS[kind];
  return { ports: portsPerDestination ?? portsFor(usualAmount), holdSeconds };
}

/** `none`, `aws-nat-gateway`, `aws-nat-gateway:2`: a kind and its addresses, machines or ports. Null where it is neither. */
export function parseEgress(text: string): Egress | null {
  const [name, amountText, ...more] = text.split(":");
  const kind = EGRESS_KINDS.find((each) => each === name);
  if (kind === undefined || more.length > 0) return null;
  if (amountText === undefined) return { kind, portsPerDestination: null };
  if (kind === "none") return null;
  const { portsFor, amountIs } = BUDGETS[kind];
  const amount = /^[1-9]\d{0,4}$/.test(amountText) ? Number(amountText) : Number.NaN;
  if (amountIs === "nothing" || !(amount <= AMOUNT_MAX[amountIs])) return null;
  return { kind, portsPerDestination: portsFor(amount) };
}
