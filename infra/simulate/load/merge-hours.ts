import type { HostBuckets } from "./host-buckets.ts";

const UNKNOWN = -1;

/** Adds hour `hour` of a day of five minutes to the week it belongs to, as berth.roll_up_hour makes it. */
export function mergeHour(day: HostBuckets, hour: number, week: HostBuckets): void {
  const perHour = 3_600_000 / day.slotMs;
  const slot = (day.fromMs + hour * 3_600_000 - week.fromMs) / week.slotMs;
  for (let host = 0; host < day.hosts; host++) {
    const first = host * day.slots + hour * perHour;
    mergeSlots(day, first, first + perHour, week, host * week.slots + slot);
  }
}

function mergeSlots(day: HostBuckets, first: number, end: number, week: HostBuckets, target: number): void {
  let [samples, failures, severity] = [0, 0, 0];
  let [usedMax, bindMax, udpMax, ceilingMax] = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
  let [used, usedSamples, closes, closesSamples] = [0, 0, 0, 0];
  for (let place = first; place < end; place++) {
    const count = day.samples[place]!;
    if (count === 0) continue;
    samples += count;
    failures += day.failures[place]!;
    severity = Math.max(severity, day.severity[place]!);
    usedMax = Math.max(usedMax, day.usedMax[place]!);
    bindMax = Math.max(bindMax, day.bindMax[place]!);
    udpMax = Math.max(udpMax, day.udpMax[place]!);
    ceilingMax = Math.max(ceilingMax, day.ceilingMax[place]!);
    if (day.usedMean[place]! !== UNKNOWN) {
      used += day.usedMean[place]! * count;
      usedSamples += count;
    }
    if (day.closesTenths[place]! !== UNKNOWN) {
      closes += day.closesTenths[place]! * count;
      closesSamples += count;
    }
  }
  week.samples[target] = samples;
  week.failures[target] = failures;
  week.severity[target] = severity;
  week.usedMax[target] = usedMax;
  week.bindMax[target] = bindMax;
  week.udpMax[target] = udpMax;
  week.ceilingMax[target] = ceilingMax;
  week.usedMean[target] = usedSamples === 0 ? UNKNOWN : Math.round(used / usedSamples);
  week.closesTenths[target] = closesSamples === 0 ? UNKNOWN : Math.round(closes / closesSamples);
  week.finding[target] = day.finding[end - 1]!;
}
