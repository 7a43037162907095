import type { ExcludedPorts } from "@berth/shared/domain/host/windows.ts";
import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { MalformedReading } from "../gap-from-error.ts";
import { linesOf } from "../listing/socket-listing.ts";

export type WindowsProtocol = "tcp" | "udp";

/**
 * `netsh int ipv4 show dynamicport tcp`: a start and a COUNT, in this order in every language, each at the end of a line
 * after a colon. Throws where they are not there or cannot be.
 */
export function parseDynamicPorts(text: string): DynamicRange[] {
  const ranges: DynamicRange[] = [];
  let protocol: WindowsProtocol | null = null;
  let start: number | null = null;
  for (const { text: row } of linesOf(text)) {
    const match = /[:：]\s*(\d{1,6})\s*$/.exec(row);
    if (!match) protocol = protocolIn(row) ?? protocol;
    else if (start === null) start = Number(match[1]);
    else {
      ranges.push({ protocol, ...rangeOf(start, Number(match[1])) });
      start = null;
    }
  }
  if (ranges.length === 0 || start !== null) throw new MalformedReading("no start and number of ports in it");
  return ranges;
}

/** One listing; the heading names the protocol in every language. */
export interface DynamicRange extends PortInterval {
  protocol: WindowsProtocol | null;
}

const protocolIn = (row: string): WindowsProtocol | null => {
  const named = /\b(tcp|udp)\b/i.exec(row);
  return named ? (named[1]!.toLowerCase() as WindowsProtocol) : null;
};

function rangeOf(low: number, count: number): PortInterval {
  const high = low + count - 1;
  if (count < 1 || high > PORT_MAX) throw new MalformedReading(`impossible dynamic range: start ${low}, number ${count}`);
  return { low, high };
}

/**
 * `netsh int ipv4 show excludedportrange tcp`: two numbers a line, an asterisk where an administrator set it. A text may hold
 * the listings of both protocols, each after a line that names its protocol. Throws for a line that is neither.
 */
export function parseExcludedPorts(text: string, protocol: WindowsProtocol): Record<WindowsProtocol, ExcludedPorts[] | null> {
  const found: Record<WindowsProtocol, ExcludedPorts[] | null> = { tcp: null, udp: null };
  let current = protocol;
  let hasRule = false;
  for (const { line, text: row } of linesOf(text)) {
    if (/^\s*-{4,}/.test(row)) {
      hasRule = true;
      found[current] ??= [];
    }
    current = protocolIn(row) ?? current;
    // Quoted in mail or a ticket, a row may have a mark before it.
    if (!/^[>|\s]*\d/.test(row)) continue;
    const match = /^[>|\s]*(\d{1,6})\s+(\d{1,6})\s*(\*)?\s*$/.exec(row);
    const [low, high] = [Number(match?.[1]), Number(match?.[2])];
    if (!match || low > high || high > PORT_MAX) throw new MalformedReading(`line ${line} is no excluded range`);
    found[current] = [...(found[current] ?? []), { low, high, isAdministered: match[3] === "*" }];
  }
  // The list ends with a line that explains the asterisk.
  if (!/\n\s*$|^\*/.test(text) && !/^\s*\* -/m.test(text)) throw new MalformedReading("the list is cut off");
  if (!hasRule && found.tcp === null && found.udp === null) throw new MalformedReading("no list of excluded ranges in it");
  return found;
}
