import type { Evidence } from "../../domain/checklist/check.ts";
import type { LogEvidence, LogSignature } from "../../domain/host/evidence.ts";
import type { PortFailure } from "../../domain/host/failure.ts";
import { BUILT_AT_MS } from "../build-snapshot.ts";
import { evidenceOf } from "./evidence-of.ts";

export const buildFailure = (said: Partial<PortFailure> = {}): PortFailure => ({
  atMs: BUILT_AT_MS - 3 * 60_000,
  errno: 99,
  operation: "connect",
  protocol: "tcp",
  source: "10.0.3.17",
  destination: { address: "10.4.7.21", port: 6379 },
  process: "checkout",
  count: 5,
  ...said,
});

export const buildLog = (signature: LogSignature, said: Partial<LogEvidence> = {}): LogEvidence => ({
  signature,
  firstMs: BUILT_AT_MS - 10 * 60_000,
  lastMs: BUILT_AT_MS - 2 * 60_000,
  count: 3,
  quote: "connect() failed",
  source: "journal",
  process: "nginx",
  port: null,
  destination: null,
  ...said,
});

const SIGNATURES = [
  "connect-address-unavailable",
  "haproxy-no-free-ports",
  "windows-4231",
  "windows-4266",
  "macos-udp-ports",
  "windows-4227",
  "connect-address-in-use",
  "udp-again",
  "no-buffer-space",
  "bind-address-in-use",
] as const;

/** Snapshots that between them make every rule of exh-evidence speak, each within the number of findings that are listed. */
export const exhaustionEvidenceSpoken: Evidence[] = [
  evidenceOf({
    failures: [
      buildFailure(),
      buildFailure({ errno: 98, operation: "bind", destination: null, unit: "checkout.service" }),
      buildFailure({ errno: 11, protocol: "udp", source: null, destination: null, process: null, count: 1 }),
    ],
  }),
  evidenceOf({ logs: SIGNATURES.slice(0, 5).map((signature) => buildLog(signature)) }),
  evidenceOf({ logs: SIGNATURES.slice(5).map((signature) => buildLog(signature, { count: 1, lastMs: null, firstMs: null })) }),
  evidenceOf({ logs: [buildLog("connect-address-unavailable", { destination: "[::1]:8080", lastMs: BUILT_AT_MS - 5 * 3_600_000 })] }),
].flat();
