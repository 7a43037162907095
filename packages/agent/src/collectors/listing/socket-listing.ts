import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import type { ListedEndpoint } from "./endpoint.ts";

/** One socket as a command printed it. What the text does not tell is null, never a guess. */
export interface ListedSocket {
  protocol: "tcp" | "udp";
  family: 4 | 6;
  /** Kernel state number; null where the text has no state or a word that nobody knows. */
  state: number | null;
  local: ListedEndpoint;
  /** Null where the row shows no peer. */
  remote: ListedEndpoint | null;
  pid: number | null;
  process: string | null;
  /** The socket's inode, which grows from one to the next; 0 where the text shows none. */
  inode: number;
  /** Milliseconds until a TIME_WAIT or FIN_WAIT_2 timer fires; null where the text shows no timers. */
  expiresMs: number | null;
  /** 1-based line of the file. */
  line: number;
}

/** A place where a text could not be read as what it should be. */
export interface ListingProblem {
  line: number;
  what: string;
}

export interface SocketListing {
  sockets: ListedSocket[];
  problems: ListingProblem[];
  /** The text has the head of such a listing, so that no row means no socket. */
  hasHeader: boolean;
}

export const emptyListing = (): SocketListing => ({ sockets: [], problems: [], hasHeader: false });

/** The part of a TCP port space that a socket belongs to, and that a command may leave out. */
export const SOCKET_KINDS = ["listening", "connected", "timeWait", "bound"] as const;
export type SocketKind = (typeof SOCKET_KINDS)[number];

const { listen, close, timeWait } = TCP_STATE_NUMBER;

/** A row without a state stands for a connection where it has a peer, and for a listener where it has none. */
export function kindOf({ state, remote }: ListedSocket): SocketKind {
  const hasPeer = remote !== null && remote.port !== 0;
  if (state === timeWait) return "timeWait";
  if (state === listen) return "listening";
  if (state === close) return hasPeer ? "connected" : "bound";
  return state === null && !hasPeer ? "listening" : "connected";
}

/** Lines of a text with their numbers, without the ends of lines that other systems add. */
export const linesOf = (text: string): { line: number; text: string }[] =>
  text.split("\n").map((each, index) => ({ line: index + 1, text: each.replace(/\r+$/, "") }));

export const shortened = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length <= 60 ? trimmed : `${trimmed.slice(0, 59)}…`;
};
