import { type ForwardedPort, forwardedPorts, nodePortsIn } from "@berth/shared/domain/firewall/forwarded-ports.ts";
import { readFirewall } from "@berth/shared/domain/firewall/read-firewall.ts";
import type { FirewallReading } from "@berth/shared/domain/host/firewall.ts";
import type { GapReason } from "@berth/shared/domain/host/gap.ts";
import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { readDefaultDevice } from "./default-device.ts";
import { type Json, listOf, member } from "./nft-json.ts";
import type { NftTable } from "./parse-nft.ts";
import { readRuleset } from "./read-ruleset.ts";

/** Rules are read again after this long, and sooner where the kernel says that they changed. */
const EVERY_MS = 300_000;
/** A change is followed at once, but a host that changes its rules every second is not read every second. */
const CHANGED_EVERY_MS = 60_000;
/** Reading takes at most one part in so many of the time: a cluster's rules take seconds. */
const SHARE_OF_TIME = 300;

/** What the rules of the agent's own network namespace say. */
export interface PacketFilter {
  readings: FirewallReading[];
  forwarded: ForwardedPort[];
  nodePorts: number[];
}

type Outcome = PacketFilter | { reason: GapReason; hint: string };

/** Reads the packet filter of the agent's own namespace now and then, and keeps what it said. */
export class FirewallWatch {
  readonly #ports: Pick<CollectorPorts, "files" | "runCommand" | "monotonicMs" | "readRulesetGeneration">;
  #last: { atMs: number; tookMs: number; generation: number | null; range: string; outcome: Outcome } | null = null;

  constructor(ports: Pick<CollectorPorts, "files" | "runCommand" | "monotonicMs" | "readRulesetGeneration">) {
    this.#ports = ports;
  }

  read(range: PortInterval | null): Outcome {
    const [atMs, generation] = [this.#ports.monotonicMs(), this.#ports.readRulesetGeneration()];
    const asked = range ?? { low: 0, high: PORT_MAX };
    const key = `${asked.low}-${asked.high}`;
    if (this.#last !== null && this.#last.range === key && !this.#isDue(this.#last, atMs, generation)) return this.#last.outcome;
    const outcome = this.#readNow(asked);
    this.#last = { atMs, tookMs: this.#ports.monotonicMs() - atMs, generation, range: key, outcome };
    return outcome;
  }

  #isDue(last: { atMs: number; tookMs: number; generation: number | null }, atMs: number, generation: number | null): boolean {
    const atLeastMs = last.tookMs * SHARE_OF_TIME;
    const everyMs = generation !== last.generation ? CHANGED_EVERY_MS : EVERY_MS;
    return atMs - last.atMs >= Math.max(everyMs, atLeastMs);
  }

  #readNow(range: PortInterval): Outcome {
    const { runCommand, files, monotonicMs } = this.#ports;
    const found = readRuleset(runCommand, files, monotonicMs);
    if ("reason" in found) return found;
    const { ruleset, tables } = found;
    return {
      readings: readFirewall(ruleset, range, readDefaultDevice(files)),
      forwarded: forwardedPorts(ruleset.chains),
      nodePorts: [...new Set([...nodePortsIn(ruleset.chains), ...tables.flatMap(mappedNodePorts)])],
    };
  }
}

/** kube-proxy over nftables keeps node ports as keys of a map: a protocol and a port each. */
function mappedNodePorts({ name, maps }: NftTable): number[] {
  if (name !== "kube-proxy") return [];
  return listOf(maps.get("service-nodeports") as Json | undefined).flatMap((element) => {
    const port = listOf(member(listOf(element)[0], "concat"))[1];
    return typeof port === "number" ? [port] : [];
  });
}
