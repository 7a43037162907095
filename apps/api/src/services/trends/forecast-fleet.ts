import {
  FORECAST_LINES,
  type HourlyPeak,
  type LineForecast,
  longRangeForecast,
} from "@berth/shared/domain/ports/long-range/long-range-forecast.ts";
import type { ForecastSubject, HourOfSubject, MadeForecast } from "../../db/stores/outlook-store.ts";
import type { Stores } from "../../db/stores/stores.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Twelve weeks, which is as far as a forecast looks back. */
const HOST_HISTORY_MS = 84 * DAY_MS;
/** Destinations are kept so long. */
const DESTINATION_HISTORY_MS = 8 * DAY_MS;
/** A page of hosts takes some 50 ms of this process's time. */
const HOSTS_A_PAGE = 100;
const DESTINATIONS_MAX = 50;

/** When each host, and each of the tightest destinations, reaches 60 and 80 % of its ports, from the hours until `untilMs`. */
export async function forecastFleet({ outlook }: Pick<Stores, "outlook">, untilMs: number, nowMs: number): Promise<void> {
  for (let after = 0; ; ) {
    const hosts = await outlook.hostHours(after, HOSTS_A_PAGE, untilMs - HOST_HISTORY_MS, untilMs);
    if (hosts.size === 0) break;
    await outlook.keep([...hosts].map(([hostId, hours]) => forecastOf({ hostId }, hours, untilMs, nowMs)));
    after = Math.max(...hosts.keys());
  }
  const destinations = await outlook.destinationHours(untilMs - DESTINATION_HISTORY_MS, untilMs, DESTINATIONS_MAX);
  await outlook.keep(
    [...destinations.values()].flatMap((hours) => {
      const [first] = hours;
      return first ? [forecastOf({ address: first.address, port: first.port }, hours, untilMs, nowMs)] : [];
    }),
  );
  await outlook.endForecasting(untilMs, nowMs);
}

function forecastOf(subject: ForecastSubject, hours: readonly HourOfSubject[], untilMs: number, madeAtMs: number): MadeForecast {
  const fromMs = hours[0]?.fromMs ?? untilMs;
  const peaks = Array.from<HourlyPeak>({ length: (untilMs - fromMs) / HOUR_MS }).fill(null);
  for (const hour of hours) peaks[(hour.fromMs - fromMs) / HOUR_MS] = { max: hour.usedPermille / 1_000 };
  const { lines, growthPerDay } = longRangeForecast(peaks, untilMs, FORECAST_LINES);
  const [sixty, eighty] = lines.map(({ forecast }) => forecast) as [LineForecast, LineForecast];
  const lastDay = hours.filter((hour) => hour.fromMs >= untilMs - DAY_MS).map(({ usedPermille }) => usedPermille);
  return {
    subject,
    madeAtMs,
    historyHours: peaks.length,
    usedPermille: lastDay.length > 0 ? Math.max(...lastDay) : null,
    growthPerDay,
    soonestMs: soonestOf(sixty, eighty),
    lines: { sixty, eighty },
  };
}

/** The next line that is not crossed yet; crossed both is now. */
function soonestOf(sixty: LineForecast, eighty: LineForecast): number | null {
  if (eighty.kind === "crossed") return 0;
  const next = sixty.kind === "crossed" ? eighty : sixty;
  return next.kind === "at" ? next.bestMs : null;
}
