/** TCP states by the kernel's numbers (include/net/tcp_states.h), plus the bound-inactive socket that INET_DIAG shows as CLOSE. */
export const TCP_STATES = [
  "established",
  "synSent",
  "synRecv",
  "finWait1",
  "finWait2",
  "timeWait",
  "close",
  "closeWait",
  "lastAck",
  "listen",
  "closing",
] as const;

export type TcpState = (typeof TCP_STATES)[number];

/** Kernel number of each state: TCP_ESTABLISHED is 1, TCP_CLOSING 11. */
export const TCP_STATE_NUMBER = {
  established: 1,
  synSent: 2,
  synRecv: 3,
  finWait1: 4,
  finWait2: 5,
  timeWait: 6,
  close: 7,
  closeWait: 8,
  lastAck: 9,
  listen: 10,
  closing: 11,
} as const satisfies Record<TcpState, number>;

/** Sockets in each state. Every state is present: a zero is said, not left out. `close` counts bound-inactive sockets. */
export type TcpStateCounts = Record<TcpState, number>;
