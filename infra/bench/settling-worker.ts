/**
 * Takes ports of the default range in its network namespace, `bind COUNT` by bind() or `connect COUNT` by connect(), then
 * answers each line on stdin with one line of figures. The sockets are dry runs that stay: they hold their ports and send
 * nothing. Two of these share the range, for a process may have fewer descriptors than the range has ports.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";

import { machinePorts } from "../../packages/agent/src/adapters/collector-ports.ts";
import { NamespaceSurvey } from "../../packages/agent/src/collectors/linux/survey-namespaces.ts";
import { PortSettler } from "../../packages/agent/src/headroom/port-settler.ts";
import { NamespaceReducer } from "../../packages/agent/src/reduce/reduce-namespace.ts";
import { openSocket, type SocketRecipe } from "../../packages/agent/src/testing/kernel-sockets.ts";
import { SETTLED } from "../../packages/shared/src/domain/ports/settled-owners.ts";

export interface SettlingFigures {
  method: string;
  open: number;
  /** Ports that the kernel says a binder took. */
  binders: number;
  /** CPU to read, settle and reduce, and the same without asking the kernel. */
  settledUs: number;
  passiveUs: number;
  /** The same two where no port is open: the sockets are outside of the range. */
  calmSettledUs: number;
  calmPassiveUs: number;
}

const RANGE_FILE = "/proc/sys/net/ipv4/ip_local_port_range";
const [FULL, ELSEWHERE] = ["32768 60999", "1024 2047"];
const DESTINATION = { address: "127.0.0.1", port: 9000 };
const CALM_READINGS = 16;

const ports = machinePorts(process.env);
const surveys = { settled: surveyWith("whole"), passive: surveyWith("none") };
const reducer = new NamespaceReducer();

function surveyWith(settling: "whole" | "none"): NamespaceSurvey {
  return new NamespaceSurvey(ports, true, new PortSettler(ports, settling));
}

function fill(count: number, recipe: Pick<SocketRecipe, "bind">): void {
  for (let made = 0; made < count; made++) {
    const socket = openSocket({ protocol: "tcp", family: 4, connect: DESTINATION, dry: true, ...recipe });
    if (typeof socket !== "number") throw new Error(`socket ${made} of ${count}: ${socket.call} failed with ${socket.errno}`);
  }
}

function cpuOf(survey: NamespaceSurvey): number {
  const before = process.cpuUsage();
  reducer.reduce(survey.readOwn(), []);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function measure(): SettlingFigures {
  writeFileSync(RANGE_FILE, FULL);
  const { settled } = surveys.settled.readOwn();
  const [settledUs, passiveUs] = [cpuOf(surveys.settled), cpuOf(surveys.passive)];
  writeFileSync(RANGE_FILE, ELSEWHERE);
  let [calmSettledUs, calmPassiveUs] = [0, 0];
  // By turns: other work on the machine disturbs both alike.
  for (let reading = 0; reading < CALM_READINGS; reading++) {
    calmSettledUs += cpuOf(surveys.settled);
    calmPassiveUs += cpuOf(surveys.passive);
  }
  const binders = settled!.owners.filter((owner) => owner === SETTLED.bindOwned).length;
  return { method: settled!.method, open: settled!.open, binders, settledUs, passiveUs, calmSettledUs, calmPassiveUs };
}

const [how, count] = process.argv.slice(2);
writeFileSync(RANGE_FILE, FULL);
fill(Number(count), how === "bind" ? { bind: { address: "127.0.0.1", port: 0 } } : {});
for await (const _ of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(measure())}\n`);
