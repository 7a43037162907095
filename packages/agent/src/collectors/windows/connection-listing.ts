import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { endpoint, UNKNOWN_PEER } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf } from "../listing/state-words.ts";
import { jsonObjects } from "./json-objects.ts";

/** MSFT_NetTCPConnection.State. 12 is DeleteTCB, a connection about to go. */
const CIM_STATES: Record<string, number> = {
  1: TCP_STATE_NUMBER.close,
  2: TCP_STATE_NUMBER.listen,
  3: TCP_STATE_NUMBER.synSent,
  4: TCP_STATE_NUMBER.synRecv,
  5: TCP_STATE_NUMBER.established,
  6: TCP_STATE_NUMBER.finWait1,
  7: TCP_STATE_NUMBER.finWait2,
  8: TCP_STATE_NUMBER.closeWait,
  9: TCP_STATE_NUMBER.closing,
  10: TCP_STATE_NUMBER.lastAck,
  11: TCP_STATE_NUMBER.timeWait,
  12: TCP_STATE_NUMBER.established,
  100: TCP_STATE_NUMBER.close,
};

/** Get-NetTCPConnection and Get-NetUDPEndpoint as a table, a list, CSV or JSON. Names of properties are never translated. */
export function parseNetConnections(text: string, protocol: "tcp" | "udp"): SocketListing {
  const listing = emptyListing();
  const records = recordsOf(text, listing);
  for (const { line, fields } of records) {
    const socket = socketOf(fields, protocol, line);
    if (socket) listing.sockets.push(socket);
    if (socket?.remote === UNKNOWN_PEER)
      listing.problems.push({ line, what: `the line is cut off: ${shortened(Object.values(fields).join(" "))}` });
    if (!socket) listing.problems.push({ line, what: `no connection: ${shortened(Object.values(fields).join(" "))}` });
  }
  listing.hasHeader = listing.sockets.length > 0 || /LocalAddress/.test(text) || /^\s*\[\s*\]\s*$/.test(text);
  return listing;
}

type Fields = Record<string, string>;

function recordsOf(text: string, listing: SocketListing): { line: number; fields: Fields }[] {
  const trimmed = text.trimStart();
  if (trimmed.startsWith("[") || trimmed.startsWith("{")) {
    const { objects, isWhole } = jsonObjects(text);
    if (!isWhole) listing.problems.push({ line: linesOf(text).length, what: "the JSON is cut off" });
    return objects.map(({ value, line }) => ({ line, fields: fieldsOfJson(value) }));
  }
  if (trimmed.startsWith('"') || trimmed.startsWith("#TYPE")) return csvRecords(text, listing);
  return /^\s*LocalAddress\s*:/m.test(text) ? listRecords(text) : tableRecords(text, listing);
}

function fieldsOfJson(value: Record<string, unknown>): Fields {
  const plain = (each: unknown): unknown =>
    typeof each === "object" && each !== null
      ? ((each as Record<string, unknown>).value ?? (each as Record<string, unknown>).Value ?? "")
      : each;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(plain(each) ?? "")]));
}

const ROW = /^\s*(\S+)\s+(\d{1,5})\s+(?:(\S+)\s+(\d{1,5})\s+)?(\S.*)?$/;

function tableRecords(text: string, listing: SocketListing): { line: number; fields: Fields }[] {
  return linesOf(text).flatMap(({ line, text: row }) => {
    const match = ROW.exec(row);
    if (!match) {
      if (/^\s*[\d:.a-f]+[:.][\d:.a-f]*/i.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
      return [];
    }
    const rest = (match[5] ?? "").trim().split(/\s+/);
    const pid = rest.findLast((token) => /^\d+$/.test(token)) ?? "";
    const state = rest[0] !== undefined && /^\D/.test(rest[0]) ? rest[0] : "";
    const fields = { LocalAddress: match[1]!, LocalPort: match[2]!, RemoteAddress: match[3] ?? "", RemotePort: match[4] ?? "" };
    return [{ line, fields: { ...fields, State: state, OwningProcess: pid } }];
  });
}

function listRecords(text: string): { line: number; fields: Fields }[] {
  const records: { line: number; fields: Fields }[] = [];
  for (const { line, text: row } of linesOf(text)) {
    const match = /^\s*(\w+)\s*:\s?(.*?)\s*$/.exec(row);
    if (!match) continue;
    if (match[1] === "LocalAddress" || records.length === 0) records.push({ line, fields: {} });
    records.at(-1)!.fields[match[1]!] ??= match[2]!;
  }
  return records;
}

function csvRecords(text: string, listing: SocketListing): { line: number; fields: Fields }[] {
  const rows = linesOf(text).filter(({ text: row }) => row.startsWith('"'));
  const names = cells(rows[0]?.text ?? "");
  return rows.slice(1).flatMap(({ line, text: row }) => {
    const values = cells(row);
    if (values.length < names.length) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
    return [{ line, fields: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])) }];
  });
}

const cells = (row: string): string[] => [...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell!.replaceAll('""', '"'));

function socketOf(fields: Fields, protocol: "tcp" | "udp", line: number): ListedSocket | null {
  const family = fields.LocalAddress?.includes(":") ? 6 : 4;
  const local = endpoint(fields.LocalAddress ?? "", fields.LocalPort ?? "", family);
  if (!local) return null;
  const remote = endpoint(fields.RemoteAddress ?? "", fields.RemotePort ?? "", family);
  const isCut = protocol === "tcp" && (fields.RemotePort ?? "") === "";
  const { State: state = "", OwningProcess: pid = "" } = fields;
  return {
    protocol,
    family: local.address?.family ?? family,
    state: protocol === "udp" ? TCP_STATE_NUMBER.close : (CIM_STATES[state] ?? stateOf(state)),
    local,
    remote: isCut ? UNKNOWN_PEER : remote && remote.port !== 0 ? remote : null,
    pid: /^\d{1,10}$/.test(pid) ? Number(pid) : null,
    process: null,
    inode: 0,
    expiresMs: null,
    line,
  };
}
