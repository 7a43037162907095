import { gzipSync } from "node:zlib";
import { hashSetup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import { SAMPLE_MS } from "../durations.ts";
import type { FleetModel } from "../fleet-model.ts";
import type { EnrolledAgent } from "./enrol-hosts.ts";

const FRAME_SAMPLES = 6;
export const FRAME_MS = FRAME_SAMPLES * SAMPLE_MS;

export interface Frame {
  agent: EnrolledAgent;
  /** Gzipped NDJSON. */
  body: Uint8Array<ArrayBuffer>;
}

/** What every agent that is heard of sends for the frame from `fromMs` on, made as it is asked for. */
export function* framesOf(model: FleetModel, agents: readonly EnrolledAgent[], fromMs: number): Generator<Frame> {
  for (const agent of agents) {
    const text = frameText(model, agent.index, fromMs, { samples: FRAME_SAMPLES, bringsSetup: true });
    if (text !== null) yield { agent, body: gzipSync(text, { level: 1 }) };
  }
}

/** Samples that name their setup; where it changes, and first of all where `bringsSetup`, they bring it. Null: the host is silent. */
export function frameText(
  model: FleetModel,
  index: number,
  fromMs: number,
  { samples, bringsSetup }: { samples: number; bringsSetup: boolean },
): string | null {
  const lines: string[] = [];
  let told: string | null = bringsSetup ? "" : null;
  for (let at = 0; at < samples; at++) {
    const snapshot = model.snapshotAt(index, fromMs + at * SAMPLE_MS);
    if (snapshot === null) continue;
    const { sample, setup } = splitSnapshot(snapshot);
    const setupHash = hashSetup(setup);
    lines.push(JSON.stringify({ ...sample, setupHash, ...(told === null || setupHash === told ? {} : { setup }) }));
    told = setupHash;
  }
  return lines.length === 0 ? null : lines.join("\n");
}
