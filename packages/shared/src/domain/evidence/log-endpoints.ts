import { PORT_MAX } from "../network/port-interval.ts";

/** An address and port as programs write them in a log: `10.0.0.1:80`, `[::1]:80`, `:::80`, `::1:8080`, `db.internal:5432`, `:8080`. */
const ENDPOINT = String.raw`(\[[\da-fA-F:.]+\]|(?:[\da-fA-F]{0,4}:){2,7}?[\da-fA-F.]{0,15}|\*|[A-Za-z\d](?:[A-Za-z\d.-]{0,98}[A-Za-z\d])?|):(\d{1,5})(?!\d)`;

/** Words after which the far end of a connection stands. */
const DESTINATION = [
  new RegExp(String.raw`\bdial (?:tcp|udp)[46]? ${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bconnect(?:\(\)|ing|ion)?(?: to| E[A-Z]{5,12})? (?:tcp://)?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bupstream: "[a-z]+://${ENDPOINT}`, "i"),
  new RegExp(String.raw`\b(?:tcp|https?|redis|amqp|postgres(?:ql)?|mysql|mongodb)://(?:[^@\s/]{0,80}@)?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bflow 0x.{0,100} -> ${ENDPOINT}`, "i"),
];
const HOST_AND_PORT = /\bhost='([A-Za-z\d.:-]{1,100})', port=(\d{1,5})/;

/** Words after which the own end stands that a bind() or listen() was refused. */
const LOCAL = [
  new RegExp(String.raw`\bbind(?:ing)?(?:\(\))?(?: to| on)?(?: address)? \(?'?(?:[a-z]{1,8}://)?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\blisten(?:ing)?(?:\(\))?(?: on| to)? (?:(?:tcp|udp)[46]? )?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bin use:?(?: \([^)]{0,40}\))? ${ENDPOINT}`, "i"),
];
const LOCAL_PORT = [/\('[\da-fA-F.:*]{0,45}', (\d{1,5})[,)]/, /\bport:? (\d{1,5})\b/i];

/** As one program or runtime each writes its own port: Erlang, Java's RMI, SQL Server, Tomcat, `port = 53317`. */
const OWN_PORT = [
  /\blisten_error, ?(\d{1,5}), ?eaddrinuse\b/i,
  /\bport (?:is |was )?already in use: (\d{1,5})\b/i,
  /\blisten on \[ ?'[^']{0,60}' <ipv[46]> (\d{1,5})\]/i,
  /\b(?:https?|ajp)(?:-[a-z]{3,8}\d?){0,2}(?:\/[\d.]{1,5})?(?:-\d{1,3}(?:\.\d{1,3}){3})?-(\d{1,5})(?![\w-])/i,
  /\bport ?[=:] ?(\d{1,5})\b/i,
];

/** An address with a port, wherever it stands: not a name, which a time of day and a file's line look like. */
const ADDRESSED = /(?<![\w.:])(\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]{2,45}\]|\*|::|::1):(\d{1,5})(?![\w.])/gi;
const WILDCARD = ["0.0.0.0", "[::]", "::", "*"];

/** `::1` and `::` with a port: `::1:6379`, `[::1]:8080`, `('::1', 8000, 0, 0)`. */
const IPV6_OF_EVERY_HOST = /(?<![\w:])(?:\[(::1?)\]:|(::1?):|\('(::1?)', )(\d{1,5})(?![\d.]|:[\da-f])/i;

/** The far end that a line names. */
export function destinationIn(line: string): string | null {
  for (const pattern of DESTINATION) {
    const match = pattern.exec(line);
    if (match && match[1] !== "" && isPort(match[2]!)) return joined(match[1]!, match[2]!);
  }
  const match = HOST_AND_PORT.exec(line);
  return match && isPort(match[2]!) ? joined(match[1]!, match[2]!) : null;
}

/** The port that a line says was to be bound; 0 for any. */
export const localPortIn = (line: string): number | null => firstPort([...LOCAL, ...LOCAL_PORT], line);

/**
 * The same of a line that speaks of no connection: there the only address with a port is the own one, and a wildcard always
 * is.
 */
export function listenedPortIn(line: string): number | null {
  const written = firstPort([...LOCAL, ...OWN_PORT, ...LOCAL_PORT], line);
  if (written !== null) return written;
  const all = [...line.matchAll(ADDRESSED)].map((match) => ({ host: match[1]!, port: Number(match[2]) }));
  const own = all.find(({ host }) => WILDCARD.includes(host)) ?? (all.every(({ port }) => port === all[0]!.port) ? all[0] : undefined);
  return own && own.port <= PORT_MAX ? own.port : null;
}

/** The IPv6 loopback or wildcard with its port, which a host lacks only where IPv6 is switched off. */
export function ipv6OfEveryHostIn(line: string): string | null {
  const match = IPV6_OF_EVERY_HOST.exec(line);
  return match && isPort(match[4]!) ? joined((match[1] ?? match[2] ?? match[3])!, match[4]!) : null;
}

function firstPort(patterns: readonly RegExp[], line: string): number | null {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    const port = match?.at(-1);
    if (port !== undefined && Number(port) <= PORT_MAX) return Number(port);
  }
  return null;
}

const isPort = (text: string): boolean => Number(text) > 0 && Number(text) <= PORT_MAX;

const joined = (host: string, port: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
