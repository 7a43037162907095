import { NO_PORTS, type PortSet } from "@berth/shared/domain/firewall/port-set.ts";
import { type ConnectionState, type Match, TCP_FLAGS } from "@berth/shared/domain/firewall/ruleset.ts";
import { normalizeIntervals, PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { prefixReach } from "./address-prefix.ts";

/** One test of a rule: its option, with the words that belong to it, and whether `!` stands before it. */
export interface IptablesTest {
  option: string;
  values: readonly string[];
  isNegated: boolean;
}

const UNDECIDABLE: Match = { kind: "undecidable" };

/** What a test of iptables asks (iptables-extensions(8)). */
export function iptablesMatch({ option, values, isNegated }: IptablesTest, family: 4 | 6): Match {
  const [value = ""] = values;
  switch (option) {
    case "-p":
    case "--protocol":
      return { kind: "protocol", holdsForTcp: ["tcp", "6", "all", "0"].includes(value.toLowerCase()) !== isNegated };
    case "-s":
    case "--source":
    case "--src":
    case "--src-range":
    case "--mac-source":
      return address("source", value, family, isNegated);
    case "-d":
    case "--destination":
    case "--dst":
    case "--dst-range":
      return address("destination", value, family, isNegated);
    case "-i":
    case "-o":
    case "--in-interface":
    case "--out-interface":
      return {
        kind: "interface",
        side: option === "-i" || option === "--in-interface" ? "in" : "out",
        names: [value.replace(/\+$/, "*")],
        isNegated,
      };
    case "--dport":
    case "--dports":
    case "--destination-port":
    case "--destination-ports":
      return ports("destination", value, isNegated);
    case "--sport":
    case "--sports":
    case "--source-port":
    case "--source-ports":
      return ports("source", value, isNegated);
    case "--ports":
      return { kind: "anyOf", combinations: [[ports("source", value, false)], [ports("destination", value, false)]], isNegated };
    case "--state":
    case "--ctstate":
      return states(value, isNegated);
    case "--ctdir":
      return { kind: "direction", isReply: (value.toUpperCase() === "REPLY") !== isNegated };
    case "--syn":
      return tcpFlags("FIN,SYN,RST,ACK", "SYN", isNegated);
    case "--tcp-flags":
      return tcpFlags(value, values[1] ?? "", isNegated);
    case "--dst-type":
    case "--src-type":
      return addressType(option, value, isNegated);
    case "--pkt-type":
      return { kind: (value.toLowerCase() === "unicast") !== isNegated ? "always" : "never" };
    case "--match-set":
      return values[1] === "src" ? { kind: "address", side: "source", family, prefixes: [{ reach: "some" }], isNegated } : UNDECIDABLE;
    case "--icmp-type":
    case "--icmpv6-type":
    case "-f":
      return { kind: "never" };
    // A packet of an ordinary peer came by the way that leads back to it (rpfilter); `--invert` asks for the others.
    case "--invert":
      return { kind: "never" };
    case "rpfilter":
    case "--loose":
    case "--validmark":
    case "--accept-local":
    case "--comment":
      return { kind: "always" };
    default:
      return UNDECIDABLE;
  }
}

const address = (side: "source" | "destination", text: string, family: 4 | 6, isNegated: boolean): Match => ({
  kind: "address",
  side,
  family,
  prefixes: text.split(",").map((each) => ({ reach: prefixReach(each) })),
  isNegated,
});

function ports(side: "source" | "destination", text: string, isNegated: boolean): Match {
  const set = portList(text);
  return set === null ? UNDECIDABLE : { kind: "ports", side, protocol: "tcp", ports: set, isNegated };
}

/** `80`, `80,443,1000:2000`, `:1023`, `1024:`; null where a port has a name. */
function portList(text: string): PortSet | null {
  const items = text.split(",").map((item) => /^(\d{0,5})(:?)(\d{0,5})$/.exec(item));
  if (text === "" || items.some((item) => item === null || item[0] === "")) return null;
  const intervals = items.map((item) => {
    const [, first = "", colon = "", last = ""] = item!;
    const low = first === "" ? 0 : Number(first);
    return { low, high: colon === "" ? low : last === "" ? PORT_MAX : Number(last) };
  });
  if (intervals.some(({ low, high }) => low > high || high > PORT_MAX)) return null;
  return intervals.length === 0 ? NO_PORTS : normalizeIntervals(intervals);
}

const STATES = ["new", "established", "related", "invalid", "untracked"] as const satisfies readonly ConnectionState[];

/** SNAT and DNAT are states of another kind, which a connection may have beside these. */
function states(text: string, isNegated: boolean): Match {
  const words = text.toLowerCase().split(",");
  const known = STATES.filter((state) => words.includes(state));
  const plain: Match = { kind: "state", states: known, isNegated };
  if (known.length === words.length) return plain;
  return { kind: "anyOf", combinations: [[{ ...plain, isNegated: false }], [UNDECIDABLE]], isNegated };
}

function tcpFlags(mask: string, set: string, isNegated: boolean): Match {
  const [maskBits, setBits] = [flagBits(mask), flagBits(set)];
  return maskBits === null || setBits === null ? UNDECIDABLE : { kind: "tcpFlags", mask: maskBits, values: [setBits], isNegated };
}

function flagBits(text: string): number | null {
  let bits = 0;
  for (const word of text.toLowerCase().split(",")) {
    if (word === "none") continue;
    if (word === "all") bits |= 0x3f;
    else if (Object.hasOwn(TCP_FLAGS, word)) bits |= TCP_FLAGS[word as keyof typeof TCP_FLAGS];
    else return null;
  }
  return bits;
}

/** The own end of a packet is LOCAL and UNICAST; a peer is UNICAST and never one of the special kinds. */
function addressType(option: string, text: string, isNegated: boolean): Match {
  const words = text.toUpperCase().split(",");
  const isSpecial = words.every((word) => ["BROADCAST", "MULTICAST", "ANYCAST", "BLACKHOLE", "UNREACHABLE", "PROHIBIT"].includes(word));
  if (isSpecial) return { kind: isNegated ? "always" : "never" };
  if (option === "--dst-type" && words.includes("LOCAL")) return { kind: "anyOf", combinations: [[INBOUND]], isNegated };
  return UNDECIDABLE;
}

/** A packet that came in is for this host; one that leaves has no device that it came in by. */
const INBOUND: Match = { kind: "interface", side: "in", names: ["*"], isNegated: false };
