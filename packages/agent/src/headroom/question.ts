import { type Address, isWildcard, parseAddress } from "@berth/shared/domain/network/address.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";

/** One thing to ask of a namespace: how many more connects or binds like this one. */
export interface Question {
  id: string | number | null;
  operation: "connect" | "bind";
  protocol: "tcp" | "udp";
  family: 4 | 6;
  /** Null is autobind from the address that the route gives; for a bind, the wildcard. */
  source: Address | null;
  destination: { address: Address; port: number } | null;
  /** IP_BIND_ADDRESS_NO_PORT. */
  noPort: boolean;
  /** SO_REUSEADDR. */
  reuseAddress: boolean;
  /** IPV6_V6ONLY. */
  v6Only: boolean;
  /** IP_LOCAL_PORT_RANGE; a bound of 0 is unset. */
  range: PortInterval | null;
  /** SO_BINDTODEVICE. */
  device: string | null;
}

/** A question that cannot be read; `pointer` is a JSON pointer into its line. */
export class QuestionError extends Error {
  readonly id: string | number | null;
  readonly pointer: string;

  constructor(id: string | number | null, pointer: string, detail: string) {
    super(detail);
    this.id = id;
    this.pointer = pointer;
  }
}

const FIELDS = new Set([
  "id",
  "operation",
  "protocol",
  "family",
  "source",
  "destination",
  "noPort",
  "reuseAddress",
  "v6only",
  "range",
  "device",
]);
const REQUIRED = ["operation", "protocol", "family", "source", "destination"];

type Json = Record<string, unknown>;

/** Reads one JSON line. Throws QuestionError: an unknown field is an error, for it may be a misspelt condition. */
export function readQuestion(line: string): Question {
  const json = parseObject(line);
  const id = readId(json);
  const fail = (pointer: string, detail: string): never => {
    throw new QuestionError(id, pointer, detail);
  };
  for (const key of Object.keys(json)) if (!FIELDS.has(key)) fail(`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, "unknown field");
  for (const key of REQUIRED) if (!(key in json)) fail(`/${key}`, "missing");
  const oneOf = <T>(key: string, values: readonly T[]): T =>
    values.includes(json[key] as T)
      ? (json[key] as T)
      : fail(`/${key}`, `must be ${values.map((value) => JSON.stringify(value)).join(" or ")}`);
  const flag = (key: string): boolean => (json[key] === undefined ? false : oneOf(key, [true, false]));

  const family = oneOf("family", [4, 6] as const);
  const operation = oneOf("operation", ["connect", "bind"] as const);
  const address = (pointer: string, value: unknown): Address => {
    if (typeof value !== "string") return fail(pointer, "must be an address as text");
    if (value.includes(":") !== (family === 6)) return fail(pointer, `must be an IPv${family} address, as the family says`);
    return parseAddress(value) ?? fail(pointer, `not an IPv${family} address`);
  };
  const destination = (): Question["destination"] => {
    const value = json.destination;
    if (value === null) return operation === "bind" ? null : fail("/destination", "a connect needs a destination");
    if (operation === "bind") return fail("/destination", "a bind has no destination: null");
    if (!isObject(value)) return fail("/destination", "must be an object with address and port");
    for (const key of Object.keys(value)) if (key !== "address" && key !== "port") fail(`/destination/${key}`, "unknown field");
    const port = value.port;
    if (!isPort(port) || port === 0) return fail("/destination/port", "must be a port, 1 to 65535");
    return { address: address("/destination/address", value.address), port };
  };
  const range = (): PortInterval | null => {
    const value = json.range ?? null;
    if (value === null) return null;
    if (!Array.isArray(value) || value.length !== 2) return fail("/range", "must be [low, high]");
    for (const [index, port] of value.entries()) if (!isPort(port)) fail(`/range/${index}`, "must be a port, 0 to 65535");
    const [low, high] = value as [number, number];
    if (low !== 0 && high !== 0 && low > high) fail("/range", "low must not be above high");
    return { low, high };
  };
  const device = (): string | null => {
    const value = json.device ?? null;
    // IFNAMSIZ is 16 with the closing zero.
    if (value !== null && (typeof value !== "string" || !/^[^\s/]{1,15}$/.test(value)))
      fail("/device", "must be the name of a network device, or null");
    return value as string | null;
  };
  const question: Question = {
    id,
    operation,
    protocol: oneOf("protocol", ["tcp", "udp"] as const),
    family,
    source: json.source === null ? null : address("/source", json.source),
    destination: destination(),
    noPort: flag("noPort"),
    reuseAddress: flag("reuseAddress"),
    v6Only: flag("v6only"),
    range: range(),
    device: device(),
  };
  const { source } = question;
  const isMapped = (address: Address | undefined | null) => family === 6 && address?.family === 4;
  if (question.v6Only && (isMapped(source) || isMapped(question.destination?.address)))
    fail("/v6only", "an IPv6-only socket has no IPv4-mapped address");
  if (source && question.destination && !isWildcard(source) && source.family !== question.destination.address.family)
    fail("/source", "source and destination are of different families");
  return question;
}

function parseObject(line: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new QuestionError(null, "", `not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new QuestionError(null, "", "must be a JSON object");
  return value;
}

function readId(json: Json): string | number {
  const { id } = json;
  if (typeof id === "string" || (typeof id === "number" && Number.isFinite(id))) return id;
  throw new QuestionError(null, "/id", id === undefined ? "missing" : "must be text or a number");
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const isPort = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;
