import type { FleetModel } from "../../simulate/fleet-model.ts";
import type { FoundedFleet } from "../../simulate/load/found-fleet.ts";

/** The organization that is measured. Its past ends at `endMs`. */
export type LoadedFleet = FoundedFleet & { model: FleetModel; endMs: number };
