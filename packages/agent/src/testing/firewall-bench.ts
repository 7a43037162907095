import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { kernelTestsNeed } from "./kernel-host.ts";
import type { Dial } from "./traffic-driver.ts";

const DRIVER = fileURLToPath(new URL("./traffic-driver.ts", import.meta.url));
const LAUNCHER = fileURLToPath(new URL("../../bin/berth-agent", import.meta.url));
const SERVICE_PORT = 443;
/** Shorter than the first retransmission. */
const PATIENCE_MS = 700;
const LONG_PATIENCE_MS = 5_000;

/** Why rules cannot be tried against traffic here, or null. */
export function firewallTestsNeed(): string | null {
  const missing = ["nft", "iptables-nft-save", "iptables-legacy-save"].find((tool) => spawnSync(tool, ["--version"]).error);
  return kernelTestsNeed() ?? (missing ? `${missing} is missing (packages nftables and iptables)` : null);
}

/** A host and a peer on one wire. Every trial meets an address of the peer that no other trial has met. */
export class FirewallBench {
  readonly name = `berth-${process.pid}-fw`;
  readonly #peer = `${this.name}-p`;
  readonly #children: ChildProcessWithoutNullStreams[] = [];
  #answers!: AsyncIterator<string>;
  #trials = 0;

  async open(): Promise<void> {
    const commands = `
      netns add ${this.name}
      netns add ${this.#peer}
      link add v0 netns ${this.name} type veth peer name v1 netns ${this.#peer}
      -n ${this.name} link set lo up
      -n ${this.name} addr add 10.88.0.1/16 dev v0
      -n ${this.#peer} addr add 10.88.0.2/16 dev v1
      -n ${this.name} addr add fd88::1/64 dev v0 nodad
      -n ${this.#peer} addr add fd88::2/64 dev v1 nodad
      -n ${this.name} link set v0 up
      -n ${this.#peer} link set v1 up
      -n ${this.name} route add default via 10.88.0.2
      -n ${this.name} -6 route add default via fd88::2`;
    for (const command of commands.trim().split("\n")) execFileSync("ip", command.trim().split(" "));
    const server = this.#start(this.#peer, ["serve", String(SERVICE_PORT)]);
    await lines(server).next();
    this.#answers = lines(this.#start(this.name, ["dial"]));
  }

  /** Runs a shell script inside the host's namespace, after every earlier rule is gone. */
  load(script: string): void {
    const legacy = ["iptables-legacy", "ip6tables-legacy"].flatMap((tool) => [
      ...["filter", "raw", "mangle"].flatMap((table) => [`${tool} -t ${table} -F`, `${tool} -t ${table} -X`]),
      ...["INPUT", "OUTPUT"].map((chain) => `${tool} -P ${chain} ACCEPT`),
    ]);
    const clean = ["nft flush ruleset", ...legacy].join("\n");
    execFileSync("ip", ["netns", "exec", this.name, "bash", "-ec", `${clean}\n${script}`]);
  }

  /** Of these local ports, those over which the peer could be spoken with. Those that should be heard get a second chance: the machine may be busy. */
  async answered(family: 4 | 6, localPorts: readonly number[], isExpected: (port: number) => boolean): Promise<number[]> {
    const heard = await this.#dial(family, localPorts, PATIENCE_MS);
    const late = localPorts.filter((port) => !heard.includes(port) && isExpected(port));
    return late.length === 0 ? heard : [...heard, ...(await this.#dial(family, late, LONG_PATIENCE_MS))];
  }

  async #dial(family: 4 | 6, localPorts: readonly number[], patienceMs: number): Promise<number[]> {
    const host = 256 + this.#trials++;
    const to = family === 4 ? `10.88.${host >> 8}.${host & 255}` : `fd88::${host.toString(16)}`;
    const extra = family === 4 ? [] : ["nodad"];
    execFileSync("ip", ["-n", this.#peer, "addr", "add", `${to}/${family === 4 ? 16 : 64}`, "dev", "v1", ...extra]);
    const from = family === 4 ? "10.88.0.1" : "fd88::1";
    const dial: Dial = { from, to, port: SERVICE_PORT, localPorts: [...localPorts], patienceMs };
    this.#children[1]!.stdin.write(`${JSON.stringify(dial)}\n`);
    return JSON.parse((await this.#answers.next()).value);
  }

  /** What one check of `berth-agent check` says, run inside the host's namespace. */
  check(id: string): { status: string; evidence: object[] } {
    const { stdout } = spawnSync("ip", ["netns", "exec", this.name, LAUNCHER, "check", "--json", "--passive"], { encoding: "utf8" });
    return JSON.parse(stdout).checks.find((each: { id: string }) => each.id === id);
  }

  /** A connection from this port that stands until it is ended. */
  async hold(family: 4 | 6, localPort: number): Promise<{ end(): void }> {
    const from = family === 4 ? "10.88.0.1" : "fd88::1";
    const to = family === 4 ? "10.88.0.2" : "fd88::2";
    const child = this.#start(this.name, ["hold", String(SERVICE_PORT), from, to, String(localPort)]);
    await lines(child).next();
    return { end: () => void child.kill() };
  }

  close(): void {
    for (const child of this.#children) child.kill();
    for (const each of [this.name, this.#peer]) spawnSync("ip", ["netns", "del", each]);
  }

  #start(namespace: string, args: readonly string[]): ChildProcessWithoutNullStreams {
    const child = spawn("ip", ["netns", "exec", namespace, process.execPath, DRIVER, ...args]);
    child.stderr.on("data", (text) => String(text).includes("Warning") || process.stderr.write(text));
    this.#children.push(child);
    return child;
  }
}

const lines = (child: ChildProcessWithoutNullStreams): AsyncIterator<string> =>
  createInterface({ input: child.stdout })[Symbol.asyncIterator]();
