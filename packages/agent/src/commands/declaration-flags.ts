import { type Declarations, EGRESS_KINDS } from "@berth/shared/domain/host/declarations.ts";
import { normalizeIntervals, PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { parseEgress } from "@berth/shared/domain/platforms/egress.ts";
import { UsageError } from "./usage-error.ts";

/** What a host cannot see of its surroundings, said by a person. */
export const DECLARATION_FLAGS = {
  egress: { takes: "value", example: "--egress aws-nat-gateway:2" },
  nacl: { takes: "value", example: "--nacl 1024-65535" },
} as const;

export const readDeclarations = ({ egress, nacl }: { egress: string | undefined; nacl: string | undefined }): Declarations => ({
  egress: egress === undefined ? null : readEgress(egress),
  inboundAcl: nacl === undefined ? null : readPorts(nacl),
});

export const isNothing = ({ egress, inboundAcl }: Declarations): boolean => egress === null && inboundAcl === null;

function readEgress(value: string): Declarations["egress"] {
  const egress = parseEgress(value);
  if (egress === null)
    throw new UsageError({ kind: "bad-value", flag: "--egress", value, expected: `${EGRESS_KINDS.join(" | ")} (aws-nat-gateway:2)` });
  return egress;
}

/** `1024-65535`, `22,1024-65535`. */
function readPorts(value: string): PortInterval[] {
  const intervals = value.split(",").map(readInterval);
  const isWhole = (each: PortInterval | null): each is PortInterval => each !== null;
  if (!intervals.every(isWhole)) throw new UsageError({ kind: "bad-value", flag: "--nacl", value, expected: "1024-65535 | 22,1024-65535" });
  return normalizeIntervals(intervals);
}

function readInterval(text: string): PortInterval | null {
  const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(text);
  if (!match) return null;
  const [low, high] = [Number(match[1]), Number(match[2] ?? match[1])];
  return low <= high && high <= PORT_MAX ? { low, high } : null;
}
