import { downloadAgent } from "./agents/download-agent.ts";
import { enrolAgent } from "./agents/enrol-agent.ts";
import { createEnrolmentToken } from "./enrolment-tokens/create-enrolment-token.ts";
import { readFleet } from "./fleet/read-fleet.ts";
import { deleteHost } from "./hosts/delete-host.ts";
import { exportHost } from "./hosts/export-host.ts";
import { readHost } from "./hosts/read-host.ts";
import { readHostChecklist } from "./hosts/read-host-checklist.ts";
import { readHostSeries } from "./hosts/read-host-series.ts";
import { readHostSnapshot } from "./hosts/read-host-snapshot.ts";
import { readHostTuples } from "./hosts/read-host-tuples.ts";
import { deleteOrganization } from "./organization/delete-organization.ts";
import { readSession } from "./session/read-session.ts";
import { signIn } from "./session/sign-in.ts";
import { signOut } from "./session/sign-out.ts";
import { pushSnapshots } from "./snapshots/push-snapshots.ts";
import { readDestinations } from "./trends/read-destinations.ts";
import { readDrift } from "./trends/read-drift.ts";
import { readFleetGroups } from "./trends/read-fleet-groups.ts";
import { readFleetTrends } from "./trends/read-fleet-trends.ts";
import { readForecasts } from "./trends/read-forecasts.ts";

/** The API's table of contents. */
export const ALL_ROUTES = [
  enrolAgent,
  pushSnapshots,
  downloadAgent,
  signIn,
  readSession,
  signOut,
  createEnrolmentToken,
  readFleet,
  readFleetTrends,
  readFleetGroups,
  readDestinations,
  readForecasts,
  readDrift,
  readHost,
  readHostTuples,
  readHostSnapshot,
  readHostChecklist,
  readHostSeries,
  exportHost,
  deleteHost,
  deleteOrganization,
] as const;
