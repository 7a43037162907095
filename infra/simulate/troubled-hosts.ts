import { type DayPlan, planDay } from "./day-plan.ts";
import { DAY_MS } from "./durations.ts";
import type { FleetModel } from "./fleet-model.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** Every host-day of a period on which something begins that lasts for minutes or hours: for tests and for a tour. */
export function troubledDays({ hosts, firstMs }: FleetModel, days: number): { host: SimulatedHost; plan: DayPlan }[] {
  const firstDay = Math.floor(firstMs / DAY_MS);
  return hosts.flatMap((host) =>
    Array.from({ length: days }, (_, day) => ({ host, plan: planDay(host, firstDay + day) })).filter(
      ({ plan }) => plan.surge !== null || plan.silence !== null || plan.blindness !== null,
    ),
  );
}
