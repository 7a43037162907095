/** Request bytes of NETLINK_SOCK_DIAG dumps. Layouts: include/uapi/linux/netlink.h, inet_diag.h. */

export const IPPROTO_UDP = 17;
export const AF_INET = 2;
export const AF_INET6 = 10;

/** The old request type: with family 0 one walk of the hash brings both families. */
export const TCPDIAG_GETSOCK = 18;
export const SOCK_DIAG_BY_FAMILY = 20;

/** TCP_LISTEN is state 10; listeners come in a dump of their own, so that accepted sockets can be told from outbound ones. */
export const STATES_LISTEN = 1 << 10;
export const STATES_ALL = 0xfff;
/** Sockets that are bound but neither connected nor listening, shown as CLOSE since Linux 6.8; older kernels ignore the bit. */
export const STATE_BOUND_INACTIVE = 1 << 13;

const NLM_F_REQUEST_DUMP = 0x301;
const HEADER_BYTES = 16;
const OLD_REQUEST_BYTES = 60;
const OLD_REQUEST_STATES = 52;
const NEW_REQUEST_BYTES = 56;

function header(type: number, payloadBytes: number, sequence: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(HEADER_BYTES + payloadBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, NLM_F_REQUEST_DUMP, true);
  view.setUint32(8, sequence, true);
  return { bytes, view };
}

/** struct inet_diag_req: TCP of both families, the states of a mask, in one walk. */
export function tcpDumpRequest(states: number, sequence: number): Uint8Array {
  const { bytes, view } = header(TCPDIAG_GETSOCK, OLD_REQUEST_BYTES, sequence);
  view.setUint32(HEADER_BYTES + OLD_REQUEST_STATES, states, true);
  return bytes;
}

/** struct inet_diag_req_v2: one family, one protocol. */
export function familyDumpRequest(family: number, protocol: number, states: number, sequence: number): Uint8Array {
  const { bytes, view } = header(SOCK_DIAG_BY_FAMILY, NEW_REQUEST_BYTES, sequence);
  view.setUint8(HEADER_BYTES, family);
  view.setUint8(HEADER_BYTES + 1, protocol);
  view.setUint32(HEADER_BYTES + 4, states, true);
  return bytes;
}
