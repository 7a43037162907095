import { ALL_PORTS, complement, intersect, NO_PORTS, type PortSet, subtract, union } from "./port-set.ts";
import type { AddressPrefix, ConnectionState, Match } from "./ruleset.ts";

/** A TCP packet with one port left open: the rules are asked about all ports at once. */
export interface Packet {
  family: 4 | 6;
  /** Which of its two ports is open, and what the other one is. */
  openPort: "source" | "destination";
  peerPort: number;
  isReply: boolean;
  /** TCP flags that it may carry: a test that tells them apart is undecidable. */
  flags: readonly number[];
  /** The device that leads to the internet; null where it is not known. */
  device: string | null;
  isInbound: boolean;
  /**
   * `anyone`: a peer that no rule names; tests on a single address, device or port of the peer do not hold. `someone`:
   * they may hold.
   */
  peer: "anyone" | "someone";
}

/** For which open ports a test holds, and for which it may. The two have no port in common. */
export interface Holds {
  yes: PortSet;
  maybe: PortSet;
}

const YES: Holds = { yes: ALL_PORTS, maybe: NO_PORTS };
const NO: Holds = { yes: NO_PORTS, maybe: NO_PORTS };
const MAYBE: Holds = { yes: NO_PORTS, maybe: ALL_PORTS };

/** All tests together. */
export function allHold(matches: readonly Match[], packet: Packet, state: ConnectionState): Holds {
  let [yes, possible]: [PortSet, PortSet] = [ALL_PORTS, ALL_PORTS];
  for (const match of matches) {
    const holds = matchPacket(match, packet, state);
    yes = intersect(yes, holds.yes);
    possible = intersect(possible, union(holds.yes, holds.maybe));
    if (possible.length === 0) return NO;
  }
  return { yes, maybe: subtract(possible, yes) };
}

function matchPacket(match: Match, packet: Packet, state: ConnectionState): Holds {
  switch (match.kind) {
    case "always":
      return YES;
    case "never":
      return NO;
    case "undecidable":
      return MAYBE;
    case "ports":
      return matchPorts(match, packet);
    case "protocol":
      return decided(match.holdsForTcp);
    case "family":
      return decided((match.family === packet.family) !== match.isNegated);
    case "state":
      return decided(match.states.includes(state) !== match.isNegated);
    case "direction":
      // Without tracking there is no direction, and the test fails (net/netfilter/nft_ct.c).
      return decided(state !== "untracked" && state !== "invalid" && match.isReply === packet.isReply);
    case "tcpFlags":
      return oneAnswer(packet.flags.map((flags) => match.values.includes(flags & match.mask) !== match.isNegated));
    case "anyTcpFlag":
      return oneAnswer(packet.flags.map((flags) => ((flags & match.mask) !== 0) !== match.isNegated));
    case "interface":
      return matchInterface(match, packet);
    case "address":
      return matchAddress(match, packet);
    case "anyOf":
      return anyHolds(match, packet, state);
  }
}

const decided = (holds: boolean): Holds => (holds ? YES : NO);
const oneAnswer = (answers: readonly boolean[]): Holds => (answers.every(Boolean) ? YES : answers.some(Boolean) ? MAYBE : NO);
const negated = (holds: Holds, isNegated: boolean): Holds =>
  isNegated ? { yes: complement(union(holds.yes, holds.maybe)), maybe: holds.maybe } : holds;

/** A test of another peer than the usual one: what no rule names fails it. */
const unusual = ({ peer }: Packet, isNegated: boolean): Holds => (peer === "someone" ? MAYBE : decided(isNegated));

function matchPorts({ side, protocol, ports, isNegated }: Match & { kind: "ports" }, packet: Packet): Holds {
  if (protocol === "other") return NO;
  if (side === packet.openPort) return negated({ yes: ports, maybe: NO_PORTS }, isNegated);
  const isPeerPort = ports.some(({ low, high }) => low <= packet.peerPort && packet.peerPort <= high);
  if (isPeerPort) return packet.peer === "someone" && !isEvery(ports) ? MAYBE : decided(!isNegated);
  return ports.length === 0 ? decided(isNegated) : unusual(packet, isNegated);
}

const isEvery = (ports: PortSet): boolean => complement(ports).length === 0;

function matchInterface({ side, names, isNegated }: Match & { kind: "interface" }, packet: Packet): Holds {
  // A device that the packet does not have yet, or no longer has, has no name.
  if ((side === "in") !== packet.isInbound) return decided(isNegated);
  if (names.includes("*")) return decided(!isNegated);
  const others = names.filter((name) => name !== "lo");
  if (others.length === 0) return decided(isNegated);
  if (packet.device === null) return MAYBE;
  const { device } = packet;
  const isNamed = others.some((name) => (name.endsWith("*") ? device.startsWith(name.slice(0, -1)) : name === device));
  if (isNamed) return packet.peer === "someone" ? MAYBE : decided(!isNegated);
  return unusual(packet, isNegated);
}

function matchAddress({ side, family, prefixes, isNegated }: Match & { kind: "address" }, packet: Packet): Holds {
  if (family !== packet.family) return NO;
  const has = (reach: AddressPrefix["reach"]) => prefixes.some((prefix) => prefix.reach === reach);
  if (has("everything")) return decided(!isNegated);
  if (!has("some")) return decided(isNegated);
  const isPeer = (side === "source") === packet.isInbound;
  return isPeer ? unusual(packet, isNegated) : MAYBE;
}

function anyHolds({ combinations, isNegated }: Match & { kind: "anyOf" }, packet: Packet, state: ConnectionState): Holds {
  let [yes, possible]: [PortSet, PortSet] = [NO_PORTS, NO_PORTS];
  for (const combination of combinations) {
    const holds = allHold(combination, packet, state);
    yes = union(yes, holds.yes);
    possible = union(possible, union(holds.yes, holds.maybe));
  }
  return negated({ yes, maybe: subtract(possible, yes) }, isNegated);
}
