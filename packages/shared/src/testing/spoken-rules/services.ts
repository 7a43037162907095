import type { Evidence } from "../../domain/checklist/check.ts";
import { flattenOutcome } from "../../domain/checklist/flat-outcome.ts";
import { runChecklist } from "../../domain/checklist/run-checklist.ts";
import { NOTHING_DECLARED } from "../../domain/host/declarations.ts";
import type { LogEvidence } from "../../domain/host/evidence.ts";
import type { DynamicPortService } from "../../domain/host/services.ts";
import { BUILT_AT_MS, buildSnapshot } from "../build-snapshot.ts";
import { factsOf } from "../judge.ts";
import { evidenceOf } from "./evidence-of.ts";
import { windowsHost } from "./windows.ts";

export const buildService = (said: Partial<DynamicPortService>): DynamicPortService => ({
  service: "sql-server",
  instance: null,
  port: null,
  configured: null,
  configuredBy: null,
  isContradictory: false,
  isExposed: true,
  ...said,
});

export const fixedAt = (port: number) => ({ port, configured: { low: port, high: port } });

export const logLine = (said: Partial<LogEvidence>): LogEvidence => ({
  signature: "bind-address-in-use",
  firstMs: null,
  lastMs: BUILT_AT_MS,
  count: 2,
  quote: "",
  source: "System",
  process: null,
  port: null,
  destination: null,
  ...said,
});

const windows = (services: DynamicPortService[], said = {}) => evidenceOf(windowsHost({}, { services, ...said }));
const linux = (services: DynamicPortService[], said = {}) => evidenceOf({ services, ...said });

const behindAcl = (): Evidence[] => {
  const facts = factsOf(buildSnapshot(windowsHost({}, { services: [] })));
  const declared = { ...NOTHING_DECLARED, inboundAcl: [{ low: 443, high: 443 }] };
  return runChecklist({ ...facts, policy: { ...facts.policy, declared } }).flatMap(({ outcome }) => flattenOutcome(outcome).evidence);
};

/** Snapshots that between them make every rule of the group speak. */
export const servicesSpoken: Evidence[] = [
  windows([buildService({ instance: "SQLEXPRESS", isContradictory: true, configuredBy: "TcpDynamicPorts=0 TcpPort=1433" })]),
  windows([
    buildService({ instance: "SQLEXPRESS", port: 52_004 }),
    buildService({ instance: "B" }),
    buildService({ instance: "C", ...fixedAt(1433) }),
  ]),
  windows([buildService({ service: "rpc", isContradictory: true, configuredBy: "Rpc\\Internet Ports=5000-" })]),
  windows([
    buildService({ service: "rpc", configured: { low: 5_000, high: 5_050 } }),
    buildService({ service: "ntds", ...fixedAt(50_000) }),
    buildService({ service: "netlogon", ...fixedAt(50_000) }),
  ]),
  windows([], { logs: [logLine({ signature: "netlogon-5809" })] }),
  behindAcl(),
  linux([buildService({ service: "nfs-mountd", port: 41_233 })], { logs: [logLine({ port: 41_233 })] }),
  linux([
    buildService({ service: "nfs-statd", port: 41_233 }),
    buildService({ service: "java-rmi", instance: "java 812", configuredBy: "jmxremote.port=7091" }),
    buildService({ service: "erlang-distribution", instance: "rabbit", port: 25_672 }),
  ]),
].flat();
