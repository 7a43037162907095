/** An address and port as programs write them in a log: `10.0.0.1:80`, `[::1]:80`, `:::80`, `::1:8080`, `db.internal:5432`, `:8080`. */
const ENDPOINT = String.raw`(\[[\da-fA-F:.]+\]|(?:[\da-fA-F]{0,4}:){2,7}?[\da-fA-F.]{0,15}|\*|[A-Za-z\d](?:[A-Za-z\d.-]{0,98}[A-Za-z\d])?|):(\d{1,5})(?!\d)`;

/** Words after which the far end of a connection stands. */
const DESTINATION = [
  new RegExp(String.raw`\bdial (?:tcp|udp)[46]? ${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bconnect(?:\(\)|ing|ion)?(?: to| E[A-Z]{5,12})? (?:tcp://)?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bupstream: "[a-z]+://${ENDPOINT}`, "i"),
  new RegExp(String.raw`\b(?:tcp|https?|redis|amqp|postgres(?:ql)?|mysql|mongodb)://(?:[^@\s/]{0,80}@)?${ENDPOINT}`, "i"),
];
const HOST_AND_PORT = /\bhost='([A-Za-z\d.:-]{1,100})', port=(\d{1,5})/;

/** Words after which the own end stands that a bind() or listen() was refused. */
const LOCAL = [
  new RegExp(String.raw`\bbind(?:ing)?(?:\(\))?(?: to| on)?(?: address)? \(?'?(?:tcp://)?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\blisten(?:ing)?(?:\(\))?(?: on| to)? (?:(?:tcp|udp)[46]? )?${ENDPOINT}`, "i"),
  new RegExp(String.raw`\bin use:?(?: \([^)]{0,40}\))? ${ENDPOINT}`, "i"),
];
const LOCAL_PORT = [/\('[\da-fA-F.:*]{0,45}', (\d{1,5})\)/, /\bport:? (\d{1,5})\b/i];

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
export function localPortIn(line: string): number | null {
  for (const pattern of LOCAL) {
    const port = pattern.exec(line)?.[2];
    if (port !== undefined && Number(port) <= 65_535) return Number(port);
  }
  for (const pattern of LOCAL_PORT) {
    const port = pattern.exec(line)?.[1];
    if (port !== undefined && Number(port) <= 65_535) return Number(port);
  }
  return null;
}

const isPort = (text: string): boolean => Number(text) > 0 && Number(text) <= 65_535;

const joined = (host: string, port: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
