import process from "node:process";
import { FORECAST_LINES, longRangeForecast } from "../../../packages/shared/src/domain/ports/long-range/long-range-forecast.ts";
import type { BenchmarkResult } from "../agent-snapshot.ts";
import { type Case, casesOf, type DateScore, scoreDates } from "./score-dates.ts";
import { FLAT_STORIES, GROWING_STORIES, simulateHosts } from "./simulate-rollups.ts";

/** Judged on these; the forecast was calibrated on seeds from 101 on. */
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const HISTORIES_DAYS = [7, 10, 14, 28, 56, 180];
/** What the budget is for: four weeks of hourly rollups. */
const BUDGET_DAYS = 28;
const INSIDE_LEAST = 0.75;
const FALSE_MOST = 0.05;
const BUDGET_MS = 1;
const TIMED_ROUNDS = 3;

/**
 * The long-range forecast against a least-squares line through the highest reading of each day, on simulated hosts whose next
 * 90 days are known: how often the moment lies in the interval of a date that was given, and how often hosts that do not grow
 * are given one.
 */
export async function benchmarkLongRange(): Promise<BenchmarkResult> {
  const cases = simulateHosts(SEEDS, HISTORIES_DAYS).flatMap((host) => casesOf(host, FORECAST_LINES));
  const of = (days: number) => cases.filter(({ host }) => host.historyDays === days);
  const [ours, line] = scoresOf(of(BUDGET_DAYS));
  const costMs = cpuMsPerHost();
  return {
    lines: [
      `${SEEDS.length * (FLAT_STORIES.length + GROWING_STORIES.length)} hosts for each length of history, lines ${FORECAST_LINES.join(" and ")}`,
      ...HISTORIES_DAYS.flatMap((days) => said(`${days} days`, of(days))),
      ...[...FLAT_STORIES, ...GROWING_STORIES].flatMap((story) =>
        said(
          story,
          of(BUDGET_DAYS).filter(({ host }) => host.story === story),
        ),
      ),
      `${costMs.toFixed(2)} ms of CPU for ${BUDGET_DAYS} days of one host (warm), budget ${BUDGET_MS} ms`,
    ],
    isWithinBudget:
      insideShare(ours) >= INSIDE_LEAST &&
      falseShare(ours) <= FALSE_MOST &&
      falseShare(ours) <= falseShare(line) &&
      medianOff(ours) < medianOff(line) &&
      costMs <= BUDGET_MS,
  };
}

const scoresOf = (cases: readonly Case[]): [DateScore, DateScore] => [
  scoreDates(cases, ({ ours }) => ours),
  scoreDates(cases, ({ line }) => line),
];

const insideShare = ({ inside, dates }: DateScore): number => inside / Math.max(1, dates);
const falseShare = ({ falseDates, flat }: DateScore): number => falseDates / Math.max(1, flat);
const medianOff = ({ daysOff }: DateScore): number => daysOff.toSorted((a, b) => a - b)[daysOff.length >> 1] ?? Number.NaN;

function said(what: string, cases: readonly Case[]): string[] {
  return scoresOf(cases).map((score, index) => {
    const { dates, inside, before, after, flat, falseDates, daysOff } = score;
    const part = (count: number, whole: number) => (whole === 0 ? "–" : `${((100 * count) / whole).toFixed(1)} %`).padStart(7);
    const name = (index === 0 ? what : "").padEnd(20);
    const off = daysOff.length === 0 ? "" : `, date ${medianOff(score).toFixed(1)} days off (median of ${daysOff.length})`;
    const falseOnes = flat === 0 ? "" : `, false on flat hosts ${part(falseDates, flat)}`;
    return `${name} ${index === 0 ? "ours" : "line"} ${String(dates).padStart(4)} dates, inside ${part(inside, dates)}, before ${part(before, dates)}, after ${part(after, dates)}${falseOnes}${off}`;
  });
}

/** All threads of this process, so that what else the machine does tells little. */
function cpuMsPerHost(): number {
  const hosts = simulateHosts(SEEDS.slice(0, 10), [BUDGET_DAYS]);
  const judgeAll = () => {
    for (const { history } of hosts) longRangeForecast(history, 0);
  };
  judgeAll();
  const before = process.cpuUsage();
  for (let round = 0; round < TIMED_ROUNDS; round++) judgeAll();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / TIMED_ROUNDS / hosts.length;
}
