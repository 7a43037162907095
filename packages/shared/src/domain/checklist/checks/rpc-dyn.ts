import type { DynamicPortService } from "../../host/services.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { intervalSize } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { serviceEvidence, standingOf } from "../dynamic-ports.ts";
import { outcomeOf } from "../outcome.ts";

/** Support article 154596 asks for a hundred at least. */
const RPC_PORTS_LEAST = 100;

/** Fixed ports of RPC, the directory and Netlogon: whether they do what they were set for. */
export const rpcDyn = defineCheck({
  id: "rpc-dyn",
  number: 29,
  founding: null,
  needs: { parts: ["services"], minutes: 0 },
  platforms: ["windows"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const services = current.services ?? [];
    const [rpc] = services.filter(({ service }) => service === "rpc");
    const directory = services.filter(({ service }) => service === "ntds" || service === "netlogon");
    const isRestricted = policy.declared?.inboundAcl != null;
    const fixed = [...(rpc ? [rpc] : []), ...directory].filter(({ isContradictory }) => !isContradictory);
    return outcomeOf({
      fail: [...poolFindings(rpc), ...equalPorts(directory), ...logged(current)],
      warn: [
        ...(isRestricted && !rpc ? [evidence("rpc-unfixed-behind-acl")] : []),
        ...fixed.filter((each) => isInRange(each, current)).map((each) => serviceEvidence(each, "rpc-fixed-in-range", bounds(each))),
      ],
      notes: fixed.length === 0 ? [evidence("rpc-dynamic")] : [],
    });
  },
});

/** A malformed list, or one without its two switches, voids the whole setting. */
function poolFindings(rpc: DynamicPortService | undefined): Evidence[] {
  if (!rpc) return [];
  if (rpc.isContradictory) return [serviceEvidence(rpc, "rpc-pool-void")];
  const ports = rpc.configured ? intervalSize(rpc.configured) : 0;
  return ports < RPC_PORTS_LEAST ? [{ ...serviceEvidence(rpc, "rpc-pool-small"), observed: ports, limit: RPC_PORTS_LEAST }] : [];
}

function equalPorts(directory: readonly DynamicPortService[]): Evidence[] {
  const [first, second] = directory.map(({ port }) => port);
  return first !== undefined && first !== null && first === second ? [{ ...evidence("directory-ports-equal"), observed: first }] : [];
}

/** Netlogon says so itself: 5809 where the two are equal, 5820 where a port could not be taken. */
const logged = ({ logs }: Snapshot): Evidence[] =>
  (logs ?? [])
    .filter(({ signature }) => signature === "netlogon-5809" || signature === "rpc-5820")
    .map(({ signature, count, source }) => ({
      ...evidence("directory-ports-logged"),
      subject: source,
      observed: count,
      unit: "failures" as const,
      figures: { event: signature === "netlogon-5809" ? "5809" : "5820" },
    }));

const isInRange = ({ configured }: DynamicPortService, current: Snapshot): boolean =>
  configured !== null && [configured.low, configured.high].some((port) => standingOf(port, current) === "in-range");

const bounds = ({ configured }: DynamicPortService): Record<string, number> =>
  configured ? { fixedLow: configured.low, fixedHigh: configured.high } : {};

const evidence = (rule: "rpc-unfixed-behind-acl" | "rpc-dynamic" | "directory-ports-equal" | "directory-ports-logged"): Evidence => ({
  subject: "RPC",
  namespaceId: null,
  observed: 0,
  limit: null,
  unit: "ports",
  rule,
});
