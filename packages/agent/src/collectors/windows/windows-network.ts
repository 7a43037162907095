import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { ExcludedPorts, WindowsNetwork } from "@berth/shared/domain/host/windows.ts";
import { gapFromError, MalformedReading } from "../gap-from-error.ts";
import { parseAutoReuse } from "./net-settings.ts";
import { type DynamicRange, parseDynamicPorts, parseExcludedPorts, type WindowsProtocol } from "./port-ranges.ts";
import { parseRegistry, type RegistryValue, registryValue } from "./registry-listing.ts";

/** What one command of Windows printed. */
export interface WindowsText {
  kind: "dynamic-ports" | "excluded-ports" | "net-setting" | "registry";
  /** Of a listing of ranges. */
  protocol?: WindowsProtocol;
  family?: 4 | 6;
  text: string;
  /** Where it came from, for gaps. */
  source: string;
}

export interface WindowsReading {
  /** Undefined where none of the texts is one of these. */
  network: WindowsNetwork | undefined;
  registry: RegistryValue[];
  hasRegistry: boolean;
  gaps: Gap[];
  unreadRange: Gap | null;
  unreadExcluded: Gap | null;
}

/** The wire takes no more processes, and no more excluded ranges. */
const BOUND_MAX = 20;
const EXCLUDED_MAX = 500;

const TCPIP = "Services\\Tcpip\\Parameters";

/** The ranges and settings of a Windows host from what its commands printed. `bound` is the caller's, who has the sockets. */
export function readWindowsNetwork(texts: readonly WindowsText[]): WindowsReading {
  const network: WindowsNetwork = {
    dynamic: { tcp4: null, tcp6: null, udp4: null, udp6: null },
    excluded: { tcp: null, udp: null },
    autoReuse: null,
    timedWaitSeconds: null,
    maxUserPort: null,
    bound: null,
  };
  const reading: WindowsReading = {
    network: undefined,
    registry: [],
    hasRegistry: false,
    gaps: [],
    unreadRange: null,
    unreadExcluded: null,
  };
  for (const each of texts) {
    try {
      take(each, network, reading);
    } catch (error) {
      noteUnread(each, error, reading);
    }
  }
  if (reading.hasRegistry) readTcpip(reading.registry, network);
  return { ...reading, network: texts.length > 0 ? network : undefined };
}

function take(each: WindowsText, network: WindowsNetwork, reading: WindowsReading): void {
  const { protocol = "tcp", family = 4 } = each;
  if (each.kind === "dynamic-ports") {
    takeDynamic(parseDynamicPorts(each.text), protocol, family, network);
  } else if (each.kind === "excluded-ports") takeExcluded(parseExcludedPorts(each.text, protocol), family, network);
  else if (each.kind === "net-setting") network.autoReuse = parseAutoReuse(each.text);
  else {
    for (const value of parseRegistry(each.text)) reading.registry.push(value);
    reading.hasRegistry = true;
  }
}

/** A text may hold a listing for each protocol; two that differ for one cannot be told apart. */
function takeDynamic(ranges: readonly DynamicRange[], wanted: WindowsProtocol, family: 4 | 6, network: WindowsNetwork): void {
  for (const { protocol, low, high } of ranges) {
    const same = ranges.filter((each) => (each.protocol ?? wanted) === (protocol ?? wanted));
    if (same.some((each) => each.low !== low || each.high !== high))
      throw new MalformedReading("ranges that differ, and nothing says whose each is: collect each with a command of its own");
    network.dynamic[`${protocol ?? wanted}${family}`] = { low, high };
  }
}

/** Blocks of IPv4 and IPv6 are listed apart; the range that is judged is that of IPv4. */
function takeExcluded(found: Record<WindowsProtocol, ExcludedPorts[] | null>, family: 4 | 6, network: WindowsNetwork): void {
  for (const protocol of ["tcp", "udp"] as const) {
    const blocks = found[protocol];
    if (blocks === null) continue;
    if (family === 6) continue;
    if (blocks.length > EXCLUDED_MAX) throw new MalformedReading(`${blocks.length} excluded ranges are more than a snapshot carries`);
    network.excluded[protocol] = blocks;
  }
}

function noteUnread(each: WindowsText, error: unknown, reading: WindowsReading): void {
  const hint = each.source;
  if (each.kind === "dynamic-ports" && each.protocol !== "udp" && each.family !== 6)
    reading.unreadRange = gapFromError("range", null, error, hint);
  else if (each.kind === "excluded-ports" && each.protocol !== "udp" && each.family !== 6)
    reading.unreadExcluded = gapFromError("reservedPorts", null, error, hint);
  else reading.gaps.push(gapFromError("windows", null, error, hint));
}

/** A key that was queried and has no such value has the default; one that was not queried tells nothing. */
function readTcpip(values: readonly RegistryValue[], network: WindowsNetwork): void {
  if (!values.some(({ key }) => key.toLowerCase().endsWith(TCPIP.toLowerCase()))) return;
  const number = (name: string): number | null => {
    const value = registryValue(values, TCPIP, name)?.value;
    return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : null;
  };
  network.timedWaitSeconds = number("TcpTimedWaitDelay") ?? "default";
  network.maxUserPort = number("MaxUserPort");
}

/** How many ports of each process are bound and unconnected. */
export function boundPorts(
  sockets: readonly { pid: number | null; process: string | null; port: number }[],
  names: ReadonlyMap<number, string>,
): NonNullable<WindowsNetwork["bound"]> {
  const ports = new Map<number, Set<number>>();
  const processes = new Map<number, string>();
  for (const { pid, process, port } of sockets) {
    const owner = pid ?? 0;
    ports.set(owner, (ports.get(owner) ?? new Set()).add(port));
    if (process !== null) processes.set(owner, process);
  }
  return [...ports]
    .map(([pid, held]) => ({ pid, process: processes.get(pid) ?? names.get(pid) ?? null, ports: held.size, handles: null }))
    .sort((a, b) => b.ports - a.ports)
    .slice(0, BOUND_MAX);
}
