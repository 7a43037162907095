/** Writes the traces that the benchmark judges, from the simulator and its seeds. */
import { seededFleetOf } from "./fleet.ts";
import { FLEET_SEEDS, writeFleet } from "./trace-file.ts";

writeFleet(seededFleetOf(FLEET_SEEDS));
