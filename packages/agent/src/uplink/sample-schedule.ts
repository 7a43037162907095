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

/**
 * Whether the sample of now is the last of a frame. Frames end at the host's own fixed point in every frame's length of the
 * wall clock, which is one of its points for samples; a sample counts for the point that it is nearest to.
 */
export function endsFrame(hostId: string, sampleSeconds: number, frameSamples: number, nowMs: number): boolean {
  const periodMs = sampleSeconds * 1_000;
  const frameMs = periodMs * frameSamples;
  const sincePoint = (((nowMs - (hash(hostId) % frameMs)) % frameMs) + frameMs) % frameMs;
  return sincePoint < periodMs / 2 || sincePoint >= frameMs - periodMs / 2;
}
