import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DriverAnswer, DriverCommand } from "./socket-driver.ts";

const DRIVER = fileURLToPath(new URL("./socket-driver.ts", import.meta.url));
const LAUNCHER = fileURLToPath(new URL("../../bin/berth-agent", import.meta.url));

/** The agent without native calls: it reads /proc/net. */
export const WITHOUT_FFI = [
  process.execPath,
  "--no-experimental-ffi",
  fileURLToPath(new URL("../../dist/berth-agent.mjs", import.meta.url)),
];

/** The same with a netlink socket handed in, as a launcher or systemd does. */
export const WITH_NETLINK_FD = ["perl", "-e", "$^F=99;socket(S,16,3,4)or die$!;$ENV{BERTH_NETLINK_FD}=fileno S;exec @ARGV", ...WITHOUT_FFI];

export interface HeadroomAnswer {
  id: string;
  capacity: number | null;
  low: number;
  high: number | null;
  best: number | null;
  used: number | null;
  unlimited: boolean;
  method: string;
  methodReason?: string;
  reason?: string;
}

/** Why kernel tests cannot run here, or null. */
export function kernelTestsNeed(): string | null {
  if (process.platform !== "linux") return "network namespaces need Linux";
  if (process.getuid?.() !== 0) return "network namespaces need root";
  if (spawnSync("ip", ["-V"]).status !== 0) return "the ip command (iproute2) is missing";
  return null;
}

/** The `ip` commands that make a host, and its peer on the other end of a veth pair. */
const hostCommands = (own: string, peer: string) => `
netns add ${own}
netns add ${peer}
-n ${own} link set lo up
-n ${own} addr add 10.77.0.1/32 dev lo
link add v0 netns ${own} type veth peer name v1 netns ${peer}
-n ${own} addr add 10.88.0.1/24 dev v0
-n ${own} addr add 10.88.0.5/24 dev v0
-n ${peer} addr add 10.88.0.2/24 dev v1
-n ${own} link set v0 up
-n ${peer} link set v1 up`;

/**
 * A network namespace as a host of its own, with a driver that holds sockets in it: 10.77.0.1 on its lo, 10.88.0.1 and .5 on a
 * wire to a second namespace with 10.88.0.2, which gets a driver too where `isWired`.
 */
export class KernelHost {
  private readonly drivers: { own: Driver; peer: Driver | null };
  readonly name: string;

  constructor(suffix: string, isWired = false) {
    this.name = `berth-${process.pid}-${suffix}`;
    const peer = `${this.name}-p`;
    for (const command of hostCommands(this.name, peer).trim().split("\n")) execFileSync("ip", command.split(" "));
    // A neighbour that never answers, so that a connect to it stays in SYN_SENT.
    execFileSync("ip", ["-n", this.name, "neigh", "add", "10.88.0.9", "lladdr", "02:00:00:00:00:09", "dev", "v0"]);
    this.drivers = { own: new Driver(this.name), peer: isWired ? new Driver(peer) : null };
  }

  say(command: DriverCommand, where: "own" | "peer" = "own"): Promise<DriverAnswer> {
    return this.drivers[where]!.say(command);
  }

  /** What `berth-agent headroom --queries -` answers inside the namespace, by default through the launcher. */
  ask(
    questions: readonly object[],
    command: readonly string[] = [LAUNCHER],
    flags: readonly string[] = [],
  ): { answers: HeadroomAnswer[]; exitCode: number | null; errors: string } {
    const input = questions.map((question) => JSON.stringify(question)).join("\n");
    const run = spawnSync("ip", ["netns", "exec", this.name, ...command, "headroom", "--queries", "-", ...flags], {
      input,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    return {
      answers: run.stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
      exitCode: run.status,
      errors: run.stderr,
    };
  }

  /** What one command of the agent prints inside the namespace. */
  agent(...args: readonly string[]): { output: string; exitCode: number | null; errors: string } {
    const run = spawnSync("ip", ["netns", "exec", this.name, LAUNCHER, ...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    return { output: run.stdout, exitCode: run.status, errors: run.stderr };
  }

  close(): void {
    this.drivers.own.close();
    this.drivers.peer?.close();
    for (const each of [this.name, `${this.name}-p`]) spawnSync("ip", ["netns", "del", each]);
  }
}

class Driver {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor(namespace: string) {
    this.child = spawn("ip", ["netns", "exec", namespace, process.execPath, "--disable-warning=ExperimentalWarning", DRIVER]);
    this.child.stderr.pipe(process.stderr);
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async say(command: DriverCommand): Promise<DriverAnswer> {
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the socket driver ended at ${JSON.stringify(command)}`);
    return JSON.parse(value);
  }

  close(): void {
    this.child.stdin.end();
  }
}
