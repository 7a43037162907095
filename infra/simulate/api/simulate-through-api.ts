import { readFile } from "node:fs/promises";
import process from "node:process";
import { DAY_MS, HOUR_MS } from "../durations.ts";
import { fleetModel } from "../fleet-model.ts";
import { BadOption, type SimulateOptions } from "../simulate-options.ts";
import { enrolHosts } from "./enrol-hosts.ts";
import { FRAME_MS, framesOf } from "./frames.ts";
import { postFrame } from "./post-frame.ts";
import { runAtOnce } from "./run-at-once.ts";

/** Requests under way at once, as many as there would be connections. */
const CONNECTIONS = 16;

/** Is the agents of a whole fleet, over HTTP; ends only when the process is stopped. */
export async function simulateThroughApi(options: SimulateOptions, say: (line: string) => void): Promise<never> {
  const { hosts, days, seed, url, speed, rawHours } = options;
  const tokens = await readTokens(options.tokenFile);
  const model = fleetModel({ hosts, seed, firstMs: Math.floor((Date.now() - days * DAY_MS) / DAY_MS) * DAY_MS });
  const agents = await enrolHosts(url, tokens, model, { seed, connections: CONNECTIONS });
  say(`${agents.length} hosts enrolled at ${url}`);

  const began = Date.now();
  let toldUntilMs = Math.floor((began - rawHours * HOUR_MS) / FRAME_MS) * FRAME_MS;
  const first = toldUntilMs;
  const told = { frames: 0, refused: 0 };
  for (let isLive = false; ; ) {
    const frameEndMs = toldUntilMs + FRAME_MS;
    // The past goes by at `speed`; now at its own.
    const dueMs = Math.max(began + (frameEndMs - first) / speed, frameEndMs > Date.now() ? frameEndMs : 0);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - Date.now())));
    await runAtOnce(CONNECTIONS, framesOf(model, agents, toldUntilMs), async (frame) => {
      const isTaken = await postFrame(url, frame);
      if (isTaken) told.frames++;
      else told.refused++;
    });
    toldUntilMs = frameEndMs;
    const behindMs = Date.now() - toldUntilMs;
    if (!isLive && behindMs < FRAME_MS) {
      isLive = true;
      say("now is reached; going on live, stop with Ctrl-C");
    }
    say(`told until ${new Date(toldUntilMs).toISOString()}: ${told.frames} frames${told.refused > 0 ? `, ${told.refused} refused` : ""}`);
  }
}

async function readTokens(file: string | null): Promise<string[]> {
  const text = file === null ? (process.env.BERTH_ENROLMENT_TOKEN ?? "") : await readFile(file, "utf8").catch(unreadable(file));
  const tokens = text.split(/\s+/).filter(Boolean);
  if (tokens.length === 0)
    throw new BadOption(
      "An enrolment token is needed, in BERTH_ENROLMENT_TOKEN or --token-file. The dashboard's (Add a host) enrols one host; --help says how to get one for up to 1000.",
    );
  return tokens;
}

const unreadable = (file: string) => (): never => {
  throw new BadOption(`--token-file ${file} cannot be read. Write the tokens into it, one a line.`);
};
