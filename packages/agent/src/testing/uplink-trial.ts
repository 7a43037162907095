import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { nodeHttpClient } from "../adapters/node-http-client.ts";
import { ClockOffset } from "../uplink/clock-offset.ts";
import type { HttpClient } from "../uplink/http-client.ts";
import { PushLoop } from "../uplink/push-loop.ts";
import { ServerClient } from "../uplink/server-client.ts";
import { SlimMemory } from "../uplink/slim-memory.ts";
import { SPOOL_LIMITS, Spool } from "../uplink/spool.ts";
import { emptySnapshot } from "./empty-snapshot.ts";
import { ManualClock } from "./manual-clock.ts";
import { inTemporaryFolder, stateFolderIn } from "./temporary-folder.ts";

export const CREDENTIAL = `berth_host_1_${"c".repeat(43)}_1234`;
const FRAME_SAMPLES = 6;
const NO_EVENTS = { diskRefuses: () => {}, diskWorks: () => {}, full: () => {}, unreadable: () => {} };

export interface UplinkTrial {
  clock: ManualClock;
  spool: Spool;
  loop: PushLoop;
  events: string[];
  offset: ClockOffset;
  /** Whose requests these are. */
  sender: { credential: string };
  append(...stamps: number[]): void;
  /** A loop of a later process on the same spool. */
  restarted(): PushLoop;
}

export const snapshotAt = (capturedAtMs: number, role = "web"): Snapshot => ({
  ...emptySnapshot,
  capturedAtMs,
  host: { ...emptySnapshot.host, labels: { role } },
});

/** A push loop on a real disk and a real connection, with a clock whose waits take no time. `roleAt` is the setup of a stamp. */
export async function withUplink(
  url: string,
  work: (uplink: UplinkTrial) => Promise<void>,
  roleAt: (stamp: number) => string = () => "web",
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const clock = new ManualClock();
    const spool = new Spool(stateFolderIn(folder), SPOOL_LIMITS, NO_EVENTS);
    const http: HttpClient = nodeHttpClient(url);
    const events: string[] = [];
    const offset = new ClockOffset();
    const sender = { credential: CREDENTIAL };
    const restarted = () =>
      new PushLoop({
        spool,
        slims: new SlimMemory(),
        client: new ServerClient(http, clock),
        clock,
        offset,
        random: () => 0.5,
        sender: () => ({ ...sender, settings: { version: 7, sampleSeconds: 10, frameSamples: FRAME_SAMPLES } }),
        frameSamples: () => FRAME_SAMPLES,
        events: {
          delivered: (count) => events.push(`delivered ${count}`),
          refused: (code, name) => events.push(`refused ${code} ${name}`),
          unauthorized: () => events.push("unauthorized"),
          unavailable: (reason) => events.push(`unavailable ${reason}`),
          settings: ({ sampleSeconds }) => events.push(`settings ${sampleSeconds}`),
        },
      });
    const append = (...stamps: number[]) => {
      for (const stamp of stamps) spool.append(JSON.stringify(snapshotAt(stamp, roleAt(stamp))));
    };
    try {
      await work({ clock, spool, loop: restarted(), events, offset, sender, append, restarted });
    } finally {
      http.close();
    }
  });
}

/** Delivers all that waits, however often it takes, and stops. */
export async function emptySpool({ loop, spool }: Pick<UplinkTrial, "loop" | "spool">): Promise<void> {
  const running = loop.run();
  loop.notify(true);
  while (spool.size > 0) await new Promise((resolve) => setImmediate(resolve));
  await loop.stop(running);
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
