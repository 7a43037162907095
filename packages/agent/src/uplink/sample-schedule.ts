/** FNV-1a over the id, so that a host keeps its place and a fleet spreads over the interval. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}

/**
 * Milliseconds until this host's next sample: its own fixed point in every interval of the wall clock. Always in
 * (period / 2, 3 period / 2], so neither a clock that jumps nor a slow sample leads to a burst or a long silence.
 */
export function untilNextSampleMs(hostId: string, sampleSeconds: number, nowMs: number): number {
  const periodMs = sampleSeconds * 1_000;
  const phaseMs = hash(hostId) % periodMs;
  const sincePoint = (((nowMs - phaseMs) % periodMs) + periodMs) % periodMs;
  const untilPoint = periodMs - sincePoint;
  return untilPoint > periodMs / 2 ? untilPoint : untilPoint + periodMs;
}
