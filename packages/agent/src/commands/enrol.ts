import { parseOnlyFlags } from "../adapters/flags.ts";
import { type Enrolment, readEnrolment, writeEnrolment } from "../uplink/enrolment.ts";
import { printable } from "../uplink/log.ts";
import type { EnrolReceipt } from "../uplink/server-answer.ts";
import { type Answer, ServerClient } from "../uplink/server-client.ts";
import { cutSnapshot, lineWithSetup } from "../uplink/slim-snapshot.ts";
import { emptySpool } from "../uplink/spool.ts";
import type { StateFolder } from "../uplink/state-folder.ts";
import { AGENT_VERSION } from "../version.ts";
import type { CommandIo } from "./command-io.ts";
import { readLabels, readServer } from "./enrol-flags.ts";
import { openStateFolder } from "./open-state-folder.ts";
import { readToken } from "./read-token.ts";
import { STATE_DIR_FLAG, stateDir } from "./state-dir.ts";
import { UsageError } from "./usage-error.ts";

const EXAMPLE = "berth-agent enrol --server https://berth.example --token-file FILE";
const FLAGS = {
  server: { takes: "value", example: EXAMPLE },
  "token-file": { takes: "value", example: EXAMPLE },
  label: { takes: "values", example: "--label role=web" },
  "state-dir": STATE_DIR_FLAG,
} as const;

/** Trades a token for a credential, once: with a working credential it changes nothing and leaves the token alone. */
export async function enrol(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const server = readServer(required(flags.server, "--server"));
  const tokenFile = required(flags["token-file"], "--token-file");
  const labels = readLabels(flags.label);
  const folder = openStateFolder(stateDir(flags["state-dir"], io), io);
  if (folder === null) return 1;

  const earlier = earlierEnrolment(folder);
  if (earlier) {
    const outcome = await confirm(earlier, server, folder, io);
    if (outcome !== null) return outcome;
  }
  const token = await readToken(tokenFile, io);
  if (token === null) return 1;
  if (server.startsWith("http:") && !isLoopback(server)) io.writeError(`${io.text.enrol.clearText(server)}\n`);
  return trade(token, tokenFile, { server, labels, earlier, folder }, io);
}

function required(value: string | undefined, flag: string): string {
  if (value === undefined) throw new UsageError({ kind: "flag-missing", flag, example: EXAMPLE });
  return value;
}

/** A file that is not ours any more counts as none: enrolling is how it is mended. */
function earlierEnrolment(folder: StateFolder): Enrolment | null {
  try {
    return readEnrolment(folder);
  } catch {
    return null;
  }
}

/** The exit code where the earlier enrolment stands, null where the server has forgotten it. */
async function confirm(earlier: Enrolment, server: string, folder: StateFolder, io: CommandIo): Promise<number | null> {
  const { text } = io;
  if (earlier.server !== server) {
    io.writeError(`${text.enrol.otherServer(earlier.server, folder.path)}\n`);
    return 1;
  }
  const answer = await proveBySnapshot(earlier, io);
  switch (answer.kind) {
    case "accepted":
      io.writeOut(`${text.enrol.already(earlier.hostId, server)}\n`);
      return 0;
    case "refused":
      io.writeError(`${text.enrol.unverified(earlier.hostId, server, `HTTP ${answer.status}`)}\n`);
      return 1;
    case "unavailable":
      io.writeError(`${text.enrol.unverified(earlier.hostId, server, printable(answer.reason))}\n`);
      return 1;
    case "unauthorized":
      io.writeError(`${text.enrol.replaced(server)}\n`);
      return null;
  }
}

/** A credential works when the server takes a snapshot by it; nothing less tells. */
async function proveBySnapshot(earlier: Enrolment, io: CommandIo): Promise<Answer<unknown>> {
  const collector = await io.openCollector({ labels: earlier.labels });
  const http = io.openHttp(earlier.server);
  try {
    return await new ServerClient(http, io.clock).push(earlier, [lineWithSetup(cutSnapshot(collector.snapshot()))], io.stopSignal);
  } finally {
    http.close();
    collector.close();
  }
}

interface Trade {
  server: string;
  labels: Record<string, string>;
  earlier: Enrolment | null;
  folder: StateFolder;
}

async function trade(token: string, tokenFile: string, { server, labels, earlier, folder }: Trade, io: CommandIo): Promise<number> {
  const http = io.openHttp(server);
  const request = { hostname: io.machine.hostname, machineId: io.machine.machineId(), agentVersion: AGENT_VERSION, labels };
  const answer = await new ServerClient(http, io.clock).enrol(token, request, io.stopSignal).finally(() => http.close());
  if (answer.kind !== "accepted") {
    io.writeError(`${failure(answer, server, io)}\n`);
    return 1;
  }
  const { hostId, credential, settings } = answer.receipt;
  if (earlier !== null && earlier.hostId !== hostId) emptySpool(folder);
  writeEnrolment(folder, { server, hostId, credential, labels, settings });
  io.writeOut(`${io.text.enrol.enrolled(hostId, server, folder.path)}\n`);
  if (tokenFile !== "-") io.writeError(`${io.text.enrol.tokenSpent(tokenFile)}\n`);
  return 0;
}

function failure(answer: Exclude<Answer<EnrolReceipt>, { kind: "accepted" }>, server: string, { text }: CommandIo): string {
  switch (answer.kind) {
    case "unauthorized":
      return text.enrol.tokenRejected(printable(answer.problem?.detail ?? ""));
    case "refused":
      return text.enrol.refused(answer.status, printable(answer.problem?.detail ?? ""));
    case "unavailable":
      return text.enrol.unavailable(server, printable(answer.reason));
  }
}

const isLoopback = (server: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(server).hostname);
