import { type Address, parseAddress } from "@berth/shared/domain/network/address.ts";
import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";

/** One end of a socket as a command printed it. */
export interface ListedEndpoint {
  /** Null where the text is a name, or an address that a column cut. */
  address: Address | null;
  /** What stood there instead of an address: a name, or the beginning of an address. */
  name: string | null;
  /** 0 where the text says "any"; null where it is a name or cut off. */
  port: number | null;
}

/** The far end of a connection whose line was cut before it. */
export const UNKNOWN_PEER: ListedEndpoint = { address: null, name: null, port: null };

const ANY: Record<4 | 6, Address> = { 4: { family: 4, words: [0, 0, 0, 0] }, 6: { family: 6, words: [0, 0, 0, 0] } };
const NAME_LENGTH_MAX = 64;

/** `10.0.0.5:443`, `[fe80::1%4]:135`, `*:22`, `:::111`, `host:https`: Windows, Linux, lsof, sockstat. Null where it is no endpoint. */
export function colonEndpoint(text: string, family: 4 | 6): ListedEndpoint | null {
  const at = text.lastIndexOf(":");
  if (at < 0) return null;
  return endpoint(text.slice(0, at).replace(/^\[(.*)\]$/, "$1"), text.slice(at + 1), family);
}

/** `127.0.0.1.25`, `*.22`, `::1.6013`: netstat of the BSDs and macOS. */
export function dottedEndpoint(text: string, family: 4 | 6): ListedEndpoint | null {
  const at = text.lastIndexOf(".");
  if (at < 0) return null;
  return endpoint(text.slice(0, at), text.slice(at + 1), family);
}

/** An address and a port that stand in columns of their own. */
export function endpoint(host: string, portText: string, family: 4 | 6): ListedEndpoint | null {
  const port = portOf(portText);
  if (port === undefined || host === "" || /[\s()<>"]/.test(host)) return null;
  // A zone names a device, not an address.
  const plain = host.replace(/%[\w.-]*$/, "");
  if (plain === "*") return { address: ANY[family], name: null, port };
  const address = parseAddress(plain);
  return address ? { address, name: null, port } : { address: null, name: host.slice(0, NAME_LENGTH_MAX), port };
}

/** Undefined: neither a port nor a service's name. */
function portOf(text: string): number | null | undefined {
  if (text === "*") return 0;
  if (/^\d+$/.test(text)) return Number(text) <= PORT_MAX && text.length <= 5 ? Number(text) : undefined;
  return /^[a-z][\w.+-]*$/i.test(text) ? null : undefined;
}

/** The same endpoint where a column may have cut the port. */
export const withoutPort = (cut: ListedEndpoint): ListedEndpoint => ({ ...cut, port: null });

/** The same endpoint where a column may have cut the address. */
export const withoutAddress = (cut: ListedEndpoint, text: string): ListedEndpoint => ({
  ...cut,
  address: null,
  name: cut.name ?? text.slice(0, NAME_LENGTH_MAX),
});

/**
 * Ports of services by IANA's names, for the far end only: a near end that is a name stays unknown, for it may be any port
 * of the range by the host's own list.
 */
const SERVICE_PORTS: Record<string, number> = {
  ftp: 21,
  ssh: 22,
  smtp: 25,
  domain: 53,
  http: 80,
  kerberos: 88,
  ntp: 123,
  epmap: 135,
  "netbios-ssn": 139,
  imap: 143,
  imap2: 143,
  ldap: 389,
  https: 443,
  "microsoft-ds": 445,
  ldaps: 636,
  imaps: 993,
  "ms-sql-s": 1433,
  nfs: 2049,
  nfsd: 2049,
  mysql: 3306,
  postgresql: 5432,
  amqp: 5672,
  redis: 6379,
  "http-alt": 8080,
};

/** The port that the end of an endpoint names. */
const servicePort = (text: string): number | null => SERVICE_PORTS[text.slice(text.search(/[^:.]*$/))] ?? null;

/** The far end of a connection: a service's name counts for its port. */
export const peerOf = (listed: ListedEndpoint | null, text: string): ListedEndpoint | null =>
  listed && listed.port === null ? { ...listed, port: servicePort(text) } : listed;
