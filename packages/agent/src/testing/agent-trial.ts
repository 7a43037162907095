import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { cliLog } from "@berth/shared/text/en/cli-log.ts";
import { nodeHttpClient } from "../adapters/node-http-client.ts";
import { type Enrolment, writeEnrolment } from "../uplink/enrolment.ts";
import type { HttpClient } from "../uplink/http-client.ts";
import { lineLog } from "../uplink/log.ts";
import { ResidentAgent } from "../uplink/resident-agent.ts";
import type { AgentSettings } from "../uplink/server-answer.ts";
import type { StateFolder } from "../uplink/state-folder.ts";
import { emptySnapshot } from "./empty-snapshot.ts";
import { ManualClock } from "./manual-clock.ts";
import { inTemporaryFolder, stateFolderIn } from "./temporary-folder.ts";

export const credentialOf = (name: string) => `berth_host_${name}_${"c".repeat(43)}_1234`;

export interface AgentTrial {
  agent: ResidentAgent;
  clock: ManualClock;
  folder: StateFolder;
  enrolment: Enrolment;
  stop: AbortController;
  /** Log lines without their times. */
  lines: string[];
  /** Until every request that the agent has reason to make is answered and concluded. */
  answered(): Promise<void>;
  /** The collector sees a failure of a new kind. */
  fail(): void;
  /** What the collector was told of the spool. */
  queues: { spooled: number; dropped: number }[];
}

export interface Looks {
  isBlind?(look: number): boolean;
  /** What else the snapshot of a look says. */
  says?(look: number, clock: ManualClock): Partial<Snapshot>;
  afterSample?(look: number, trial: AgentTrial): void;
  settings?: Partial<AgentSettings>;
}

/** An agent on a real disk and connection; its collector fails where `isBlind` says so, and `afterSample` runs when it has looked. */
export async function withAgent(
  url: string,
  work: (trial: AgentTrial) => Promise<void>,
  { isBlind = () => false, afterSample = () => {}, says = () => ({}), settings = {} }: Looks = {},
): Promise<void> {
  await inTemporaryFolder(async (path) => {
    const folder = stateFolderIn(path);
    const enrolment: Enrolment = {
      server: url,
      hostId: "host_a",
      credential: credentialOf("a"),
      labels: {},
      settings: { version: 1, sampleSeconds: 10, frameSamples: 6, ...settings },
    };
    writeEnrolment(folder, enrolment);
    const trial = { fail: () => {} } as AgentTrial;
    const [clock, stop, lines, queues] = [new ManualClock(), new AbortController(), [] as string[], [] as AgentTrial["queues"]];
    const connection = nodeHttpClient(url);
    let underWay = 0;
    const http: HttpClient = {
      ...connection,
      post: (request) => {
        underWay++;
        return connection.post(request).finally(() => underWay--);
      },
    };
    const answered = async () => {
      for (let quietTurns = 0; quietTurns < 3; quietTurns = underWay > 0 ? 0 : quietTurns + 1)
        await new Promise((resolve) => setImmediate(resolve));
    };
    const collector = {
      snapshot: (queue = { spooled: 0, dropped: 0 }) => {
        queues.push(queue);
        setImmediate(() => afterSample(queues.length, trial));
        if (isBlind(queues.length)) throw new Error("the kernel is out");
        return { ...emptySnapshot, capturedAtMs: clock.nowMs() + queues.length, sequence: queues.length, ...says(queues.length, clock) };
      },
      onFailure: (listener: () => void) => {
        trial.fail = listener;
      },
    };
    const log = lineLog(clock, (line) => lines.push(line.slice(25).trim()));
    const agent = new ResidentAgent({
      enrolment,
      folder,
      http,
      collector,
      clock,
      random: () => 0.5,
      stopSignal: stop.signal,
      log,
      text: cliLog,
    });
    Object.assign(trial, { answered, agent, clock, folder, enrolment, stop, lines, queues });
    try {
      await work(trial);
    } finally {
      http.close();
    }
  });
}
