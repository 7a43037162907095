import type { FleetHost } from "@berth/shared/contract/reads.ts";
import type { HostState } from "@berth/shared/text/web.ts";

/** A silent host's last verdict says nothing about now: it is unknown, as is one that never reported. */
export const stateOf = (host: Pick<FleetHost, "freshness" | "verdict">): HostState =>
  host.freshness === "live" ? host.verdict.status : "unknown";
