import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { MalformedReading } from "../gap-from-error.ts";

export const PORT_RANGE_FILE = "/proc/sys/net/ipv4/ip_local_port_range";
export const RESERVED_PORTS_FILE = "/proc/sys/net/ipv4/ip_local_reserved_ports";

/** `32768	60999`, of the network namespace that the reading thread is in. */
export function parsePortRange(text: string): PortInterval {
  const match = /^\s*(\d{1,5})\s+(\d{1,5})\s*$/.exec(text);
  if (!match) throw new MalformedReading(`unreadable port range: ${text.slice(0, 40)}`);
  return interval(match[1]!, match[2]!);
}

/** `8080,9148-9150`. All or nothing: a list that cannot be read to its end is a gap, never a shorter list. */
export function parsePortList(text: string): PortInterval[] {
  const list = text.trim();
  if (list === "") return [];
  return list.split(",").map((item) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(item);
    if (!match) throw new MalformedReading(`unreadable port interval: ${item.slice(0, 40)}`);
    return interval(match[1]!, match[2] ?? match[1]!);
  });
}

function interval(lowText: string, highText: string): PortInterval {
  const low = Number(lowText);
  const high = Number(highText);
  if (low > high || high > PORT_MAX) throw new MalformedReading(`impossible port interval: ${low}-${high}`);
  return { low, high };
}
