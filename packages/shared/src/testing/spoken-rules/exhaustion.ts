import type { Evidence } from "../../domain/checklist/check.ts";
import { attributionSpoken } from "./attribution.ts";
import { exhaustionEvidenceSpoken } from "./exhaustion-evidence.ts";
import { exhaustionForecastSpoken } from "./exhaustion-forecast.ts";

/** Snapshots that between them make every rule of the group speak. */
export const exhaustionSpoken: Evidence[] = [...attributionSpoken, ...exhaustionEvidenceSpoken, ...exhaustionForecastSpoken];
