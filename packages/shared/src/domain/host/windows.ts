import type { PortInterval } from "../network/port-interval.ts";

/** The port space of a Windows host, which keeps one range for each protocol and family. Null where it could not be read. */
export interface WindowsNetwork {
  dynamic: Record<"tcp4" | "tcp6" | "udp4" | "udp6", PortInterval | null>;
  excluded: Record<"tcp" | "udp", ExcludedPorts[] | null>;
  /** Ports shared between destinations; empty when the feature is off. */
  autoReuse: PortInterval | "off" | null;
  /** Tcpip\Parameters\TcpTimedWaitDelay; "default" where it is not set. */
  timedWaitSeconds: number | "default" | null;
  /** Legacy: it does not describe the range since Vista. */
  maxUserPort: number | null;
  /** Bound, unconnected ports of each process. */
  bound: { pid: number; process: string | null; ports: number; handles: number | null }[] | null;
}

export interface ExcludedPorts extends PortInterval {
  /** Marked with an asterisk: an administrator's own. */
  isAdministered: boolean;
}
