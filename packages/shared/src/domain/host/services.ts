import type { PortInterval } from "../network/port-interval.ts";

export const DYNAMIC_SERVICES = [
  "nfs-statd",
  "nfs-mountd",
  "nfs-lockd",
  "java-rmi",
  "ftp-passive",
  "erlang-distribution",
  "sql-server",
  "rpc",
  "ntds",
  "netlogon",
] as const;
export type DynamicService = (typeof DYNAMIC_SERVICES)[number];

/** A server that chooses its port at start, or was told one. */
export interface DynamicPortService {
  service: DynamicService;
  /** SQL Server instance, process, unit; null where there is but one. */
  instance: string | null;
  /** Where it listens today; null where that is not known. */
  port: number | null;
  /** What its configuration fixes; null where it leaves the choice open. */
  configured: PortInterval | null;
  /** The line or registry value that says so. */
  configuredBy: string | null;
  /** Both a dynamic and a fixed port are set, or the value cannot be read as what it should be. */
  isContradictory: boolean;
  /** Reached from other hosts. */
  isExposed: boolean;
}
