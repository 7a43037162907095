import type { FleetHost } from "@berth/shared/contract/reads.ts";
import type { HostState } from "@berth/shared/text/web.ts";

/** A finding stands until it is seen to be gone; a pass that nobody confirms any more is unknown, as is a host never heard. */
export const stateOf = ({ freshness, verdict }: Pick<FleetHost, "freshness" | "verdict">): HostState =>
  freshness !== "live" && verdict.status === "pass" ? "unknown" : verdict.status;
