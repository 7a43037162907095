import type { SERVICES_CHECKS, SERVICES_RULES } from "../../domain/checklist/catalogue/services.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { DynamicService } from "../../domain/host/services.ts";
import type { ChecksGroupText } from "../checks.ts";
import { subjectOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence, subject } from "../sentence.ts";
import { count, plural, portOf, range } from "./checks-phrases.ts";

const SERVICE: Record<DynamicService, string> = {
  "nfs-statd": "NFS statd",
  "nfs-mountd": "NFS mountd",
  "nfs-lockd": "the NFS lock manager",
  "java-rmi": "Java’s RMI server",
  "ftp-passive": "Passive FTP",
  "erlang-distribution": "Erlang’s distribution",
  "sql-server": "SQL Server",
  rpc: "RPC",
  ntds: "Active Directory",
  netlogon: "Netlogon",
};

/** "SQL Server SQLEXPRESS", "NFS mountd". */
function named(e: Evidence): Sentence {
  const service = textOf(e, "service") ?? "";
  const name = Object.hasOwn(SERVICE, service) ? SERVICE[service as DynamicService] : service;
  return e.subject === service ? sentence`${name}` : sentence`${name} (${subjectOf(e)})`;
}

const says = (e: Evidence): Sentence => {
  const by = textOf(e, "configuredBy");
  return by === null ? [] : sentence` (${subject(by)})`;
};

export const servicesChecks: ChecksGroupText<(typeof SERVICES_CHECKS)[number], (typeof SERVICES_RULES)[number]> = {
  title: {
    "sql-dyn": "SQL Server’s port",
    "rpc-dyn": "Ports of RPC and the directory",
    "portmap-dyn": "Services with a new port at each start",
  },
  looksAt: {
    "sql-dyn": "Whether an instance of SQL Server chooses its port, and where that port lies.",
    "rpc-dyn": "Fixed ports of RPC, Active Directory and Netlogon, and whether they can take effect.",
    "portmap-dyn": "NFSv3’s helpers, Java RMI, passive FTP and Erlang: whether their port is fixed and clear of the range.",
  },
  passed: {
    "sql-dyn": "Each instance has one fixed port, clear of the dynamic range.",
    "rpc-dyn": "Nothing that was fixed contradicts itself.",
    "portmap-dyn": "These services listen clear of the range.",
  },
  rules: {
    "sql-both-ports": (e) =>
      sentence`${named(e)} has a dynamic and a fixed port set${says(e)}: it listens on both. Clear TCP Dynamic Ports, even a 0.`,
    "sql-port-in-range": (e) =>
      textOf(e, "standing") === "excluded"
        ? sentence`${named(e)} uses port ${portOf(e, "port")}, which Windows keeps in an excluded block${says(e)}: after a restart it may be refused.`
        : sentence`${named(e)} uses port ${portOf(e, "port")}, inside the dynamic range${says(e)}: while it restarts, a client connection can take the port.`,
    "sql-dynamic": (e) => sentence`${named(e)} chooses its port at start${says(e)}: clients and firewalls cannot rely on it.`,
    "sql-fixed": (e) => sentence`${named(e)} has the fixed port ${portOf(e, "port")}.`,

    "rpc-pool-void": (e) =>
      sentence`RPC’s fixed range has no effect${says(e)}: its list of ports is malformed, or PortsInternetAvailable and UseInternetPorts are not both Y.`,
    "rpc-pool-small": (e) =>
      sentence`RPC’s fixed range has ${plural(e.observed, "port", "ports")}${says(e)}; fewer than ${count(e.limit ?? 0)} keep services from starting.`,
    "directory-ports-equal": (e) => sentence`Active Directory and Netlogon are both fixed to port ${count(e.observed)}: they need two.`,
    "directory-ports-logged": (e) =>
      sentence`${subjectOf(e)} logged Netlogon event ${portOf(e, "event")} ${plural(e.observed, "time", "times")}: its fixed port did not take effect.`,
    "rpc-unfixed-behind-acl": () =>
      sentence`A stateless filter admits only some inbound ports, and RPC has no fixed range: its services may come to listen on ports that the filter drops.`,
    "rpc-fixed-in-range": (e) =>
      sentence`${named(e)} is fixed to ${range(e, "fixed")}, inside the dynamic range: a client connection can take the port first.`,
    "rpc-dynamic": () => sentence`RPC takes its ports from the dynamic range, which is normal inside one network.`,

    "portmap-refused": (e) =>
      sentence`${named(e)} was refused port ${portOf(e, "port")}, which lies inside the ephemeral range and is not reserved: something else had it.`,
    "portmap-in-range": (e) =>
      sentence`${named(e)} listens on port ${portOf(e, "port")}, inside the ephemeral range and not reserved${says(e)}: a client connection can take it while the service restarts.`,
    "portmap-random": (e) => sentence`${named(e)} takes another port at every start${says(e)}.`,
    "portmap-is": (e) => sentence`${named(e)} listens on port ${portOf(e, "port")}, clear of the range.`,
  },
};
