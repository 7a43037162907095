/** A setting as a file or the registry keeps it for the next start. */
export interface ConfiguredSetting {
  /** `net.ipv4.tcp_tw_reuse`, `Tcpip\\Parameters\\TcpTimedWaitDelay`. */
  key: string;
  value: string;
  /** Where it stands; line numbers begin at 1, null where there are none. */
  file: string;
  line: number | null;
  /** Null where the running system has no such setting, or it could not be read. */
  runtime: string | null;
  /** A later file sets the same key, so that this line has no effect. */
  isOverridden: boolean;
}

/** Something that bears on ports and changed while the agent looked on. */
export interface ConfigurationChange {
  atMs: number;
  /** `net.ipv4.ip_local_port_range`, `firewall`, `kernel`, `package nginx`. */
  what: string;
  /** Null where it did not exist. */
  before: string | null;
  after: string | null;
}
