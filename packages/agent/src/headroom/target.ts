import { type Address, parseAddress } from "@berth/shared/domain/network/address.ts";
import type { CommandIo } from "../commands/command-io.ts";
import { sayError } from "../commands/say-error.ts";
import { UsageError } from "../commands/usage-error.ts";
import type { Question } from "./question.ts";

const TARGET = /^(tcp|udp):\/\/(?:\[([^\]]+)\]|([^:/[\]]+)):(\d{1,5})$/;
const EXAMPLE = "tcp://10.0.0.5:6379 | udp://[2001:db8::1]:53 | tcp://name:443";

const PLAIN = { noPort: false, reuseAddress: false, v6Only: false, range: null } as const;

/** `--bind --from A`: bind(A, 0) over TCP. */
export function bindQuestion(target: string | undefined, from: string | undefined): Question {
  if (target !== undefined) throw new UsageError({ kind: "unexpected-argument", argument: target });
  if (from === undefined) throw new UsageError({ kind: "flag-missing", flag: "--from", example: "--bind --from 10.0.3.17" });
  const source = readFrom(from);
  return {
    ...PLAIN,
    id: `bind ${from}`,
    operation: "bind",
    protocol: "tcp",
    family: source.address.family,
    source: source.address,
    destination: null,
    device: source.zone,
  };
}

/** One question for every address of the target; null where the name has none, which is said on stderr. */
export async function connectQuestions(target: string | undefined, from: string | undefined, io: CommandIo): Promise<Question[] | null> {
  const match = TARGET.exec(target ?? "");
  const port = Number(match?.[4]);
  if (!match || port < 1 || port > 65_535)
    throw new UsageError({ kind: "bad-value", flag: "headroom", value: target ?? '""', expected: EXAMPLE });
  const source = from === undefined ? null : readFrom(from);
  const host = match[2] ?? match[3]!;
  const literal = readAddress(host);
  if (source && literal && source.address.family !== literal.address.family)
    throw new UsageError({ kind: "bad-value", flag: "--from", value: from!, expected: `IPv${literal.address.family}` });
  const addresses = literal ? [literal] : await resolve(host, source?.address.family ?? null, io);
  if (!addresses) return null;
  return addresses.map(({ address, zone, text }) => ({
    ...PLAIN,
    id: text.includes(":") ? `${match[1]}://[${text}]:${port}` : `${match[1]}://${text}:${port}`,
    operation: "connect",
    protocol: match[1] as "tcp" | "udp",
    family: text.includes(":") ? 6 : 4,
    source: source?.address ?? null,
    noPort: source !== null,
    destination: { address, port },
    device: zone ?? source?.zone ?? null,
  }));
}

interface Zoned {
  address: Address;
  /** `eth0` of `fe80::1%eth0`: a link-local address means nothing without its link. */
  zone: string | null;
  text: string;
}

function readAddress(text: string): Zoned | null {
  const [bare, zone] = text.split("%", 2);
  const address = parseAddress(bare!);
  return address && { address, zone: zone ?? null, text };
}

function readFrom(text: string): Zoned {
  const address = readAddress(text);
  if (!address) throw new UsageError({ kind: "bad-value", flag: "--from", value: text, expected: "10.0.3.17 | 2001:db8::17" });
  return address;
}

async function resolve(name: string, family: 4 | 6 | null, io: CommandIo): Promise<Zoned[] | null> {
  try {
    const found = (await io.resolveName(name)).map(readAddress).filter((each) => each !== null);
    const usable = found.filter(({ address }) => family === null || address.family === family);
    if (usable.length > 0) return usable;
    sayError(io, io.text.headroom.unresolved(name, `IPv${family}`));
  } catch (error) {
    sayError(io, io.text.headroom.unresolved(name, (error as { code?: string }).code ?? "error"));
  }
  return null;
}
