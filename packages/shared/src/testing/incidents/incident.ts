import type { Facts } from "../../domain/checklist/check.ts";
import type { Cause } from "../../domain/diagnosis/cause.ts";

/** A public incident as facts: what its reporters measured and quoted, and the cause that was found. */
export interface Incident {
  /** As the collection of public cases numbers it. */
  id: string;
  /** Repository and number of the public thread. */
  ref: string;
  cause: Cause;
  facts: Facts;
}

/** A host as it is met in practice, in one sentence, with the cause that a person would name. */
export interface MadeIncident {
  what: string;
  cause: Cause;
  facts: Facts;
}
