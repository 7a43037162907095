import type { Snapshot } from "../host/snapshot.ts";
import type { TcpState } from "../network/tcp-state.ts";

/** Sockets in one state over all namespaces that were read. */
export const inState = ({ current }: { current: Snapshot }, state: TcpState): number =>
  current.namespaces.reduce((sum, { tcpStates }) => sum + (tcpStates ? tcpStates.v4[state] + tcpStates.v6[state] : 0), 0);
