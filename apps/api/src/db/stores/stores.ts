import type { Database } from "../connect/database.ts";
import { accessStore } from "./access-store.ts";
import { destinationStore } from "./destination-store.ts";
import { fleetStore } from "./fleet-store.ts";
import { hostStore } from "./host-store.ts";
import { judgementStore } from "./judgement-store.ts";
import { lifecycleStore } from "./lifecycle-store.ts";
import { outlookStore } from "./outlook-store.ts";
import { seriesStore } from "./series-store.ts";
import { trendStore } from "./trend-store.ts";

/** The only way to the tables, and it cannot be had without an organization. */
export const createStores = (db: Database, organizationId: number) => ({
  access: accessStore(db, organizationId),
  destinations: destinationStore(db, organizationId),
  fleet: fleetStore(db, organizationId),
  hosts: hostStore(db, organizationId),
  judgements: judgementStore(db, organizationId),
  lifecycle: lifecycleStore(db, organizationId),
  outlook: outlookStore(db, organizationId),
  series: seriesStore(db, organizationId),
  trends: trendStore(db, organizationId),
});

export type Stores = ReturnType<typeof createStores>;
