import { linesOf } from "../listing/socket-listing.ts";

/** Events that speak of ports, and who writes them. */
const PROVIDER: Record<string, string> = { 4227: "Tcpip", 4231: "Tcpip", 4266: "Tcpip", 5809: "NETLOGON", 5820: "NETLOGON" };
const ID = new RegExp(`(?<![\\d.:/-])(${Object.keys(PROVIDER).join("|")})(?![\\d.:/-])`);
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?/;
const LINE_LENGTH_MAX = 400;

/**
 * What Get-WinEvent, Get-EventLog or wevtutil printed, as a table, a list, XML or text in any language, as one line for each
 * event: its time, where that is unmistakable, its provider, its number and what else the line says. A text without such
 * numbers is returned as it is: a message may stand alone.
 */
export function eventLines(text: string): string {
  const events: string[] = [];
  let time = "";
  let provider: string | null = null;
  for (const { text: row } of linesOf(text)) {
    const named = /\b(?:ProviderName|Source|Provider Name)\s*[:=]?\s*['"]?(.+?)['"]?(?:\s|\/|>|$)/i.exec(row);
    if (named) provider = named[1]!;
    time = TIME.exec(row)?.[0] ?? time;
    const id = ID.exec(row)?.[1];
    if (id === undefined) continue;
    // Another program's event may have the number of one of these.
    const says = new RegExp(`\\b${PROVIDER[id]}\\b`, "i").test(row);
    if (!says && provider !== null && provider.toLowerCase() !== PROVIDER[id]!.toLowerCase()) continue;
    const rest = row.replace(TIME, "").replace(/\s+/g, " ").trim().slice(0, LINE_LENGTH_MAX);
    events.push(`${time} ${PROVIDER[id]} ${id}: ${rest}`.trim());
  }
  return events.length === 0 ? text : events.join("\n");
}
