import { formatAddress } from "@berth/shared/domain/network/address.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { describe, expect, test } from "vitest";
import { CAPTURES_MISSING, captures } from "../../testing/captures.ts";
import { parseLsof } from "../bsd/lsof-listing.ts";
import { parseBsdNetstat } from "../bsd/netstat-listing.ts";
import { parseSockstat } from "../freebsd/sockstat-listing.ts";
import { parseLinuxNetstat } from "../linux/netstat-listing.ts";
import { parseSs } from "../linux/ss-listing.ts";
import type { ListedEndpoint } from "../listing/endpoint.ts";
import { kindOf, type ListedSocket, type SocketListing } from "../listing/socket-listing.ts";
import { parseSysctls } from "../listing/sysctl-listing.ts";
import { parseNetConnections } from "../windows/connection-listing.ts";
import { parseWindowsNetstat } from "../windows/netstat-listing.ts";
import { parseDynamicPorts, parseExcludedPorts } from "../windows/port-ranges.ts";
import { parseTaskList } from "../windows/task-list.ts";

const LISTINGS: Record<string, (text: string) => SocketListing> = {
  ...Object.fromEntries(["w01", "w03", "w04", "w05", "w08", "w09", "w11", "w12b", "w13a", "w15"].map((id) => [id, parseWindowsNetstat])),
  w18: (text) => parseNetConnections(text, "tcp"),
  w19a: (text) => parseNetConnections(text, "tcp"),
  ...Object.fromEntries(["m01", "m02", "m05", "m07", "m11a", "f01", "f05", "f07a", "f07b"].map((id) => [id, parseBsdNetstat])),
  m08a: parseLsof,
  ...Object.fromEntries(["f08a", "f08c", "f09b", "f11"].map((id) => [id, parseSockstat])),
  ...Object.fromEntries(["l08a", "l08c", "l08e"].map((id) => [id, (text: string) => parseSs(text, { tcp: true, udp: true })])),
  ...Object.fromEntries(["l10a", "l10c", "l10d", "l10f", "l10g", "l10h"].map((id) => [id, parseLinuxNetstat])),
};

const NAMES = Object.fromEntries(Object.entries(TCP_STATE_NUMBER).map(([name, number]) => [number, name]));
/** How truth.json calls each state, per family of commands. */
const STATE_OF_TRUTH: Record<string, string> = {
  LISTEN: "listen",
  ESTABLISHED: "established",
  ESTAB: "established",
  CONNECTED: "null",
  CLOSE_WAIT: "closeWait",
  TIME_WAIT: "timeWait",
  LAST_ACK: "lastAck",
  SYN_RECV: "synRecv",
  CLOSED: "close",
};

const portsOf = (sockets: readonly ListedSocket[]) => new Set(sockets.map(({ local }) => local.port).filter((port) => port));
const within = (ports: Set<number | null>, range: string) => {
  const [low, high] = range.split("-").map(Number) as [number, number];
  return [...ports].filter((port) => port !== null && port >= low && port <= high).length;
};
const endpointText = ({ address, name, port }: ListedEndpoint) => `${address ? formatAddress(address) : name}:${port}`;

describe("socket listings of real hosts have their true counts", () => {
  test.for(Object.entries(LISTINGS))("%s", ([id, parse], ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const truth = captures.truth(id);
    const { sockets } = parse(captures.read(id));
    const tcp = sockets.filter(({ protocol }) => protocol === "tcp");
    const udp = sockets.filter(({ protocol }) => protocol === "udp");
    // Rows without a port take none and are left out.
    expect(tcp.length).toBe(truth.tcp_rows - (truth.tcp_rows_without_any_port ?? 0));
    const udpWithoutPort = truth.udp_rows_without_any_port ?? (id.startsWith("m08") ? truth.udp_unknown_port_rows : 0);
    expect(udp.length).toBe(truth.udp_rows - udpWithoutPort);
    const states: Record<string, number> = {};
    for (const { state } of tcp) states[NAMES[state ?? -1] ?? "null"] = (states[NAMES[state ?? -1] ?? "null"] ?? 0) + 1;
    const wanted: Record<string, number> = {};
    for (const [word, count] of Object.entries(truth.tcp_by_state as Record<string, number>)) wanted[STATE_OF_TRUTH[word] ?? word] = count;
    if (truth.tcp_rows_without_any_port) delete wanted.close;
    expect(states).toEqual(wanted);
    const used = portsOf(tcp);
    expect(used.size).toBe(truth.tcp_used_ports_distinct);
    for (const [range, count] of Object.entries(truth.tcp_used_ports_in)) expect(within(used, range)).toBe(count);
    const listeners = tcp.filter((socket) => kindOf(socket) === "listening");
    expect(portsOf(listeners).size).toBe(truth.listener_ports_distinct);
    expect(tcp.filter(({ local }) => local.port === null).length).toBe(
      truth.unknown_local_port_rows - (truth.tcp_rows_without_any_port ?? 0),
    );
    const udpPorts = portsOf(udp);
    expect(udpPorts.size).toBe(truth.udp_ports_distinct);
    for (const [range, count] of Object.entries(truth.udp_ports_in)) expect(within(udpPorts, range)).toBe(count);
    if (truth.pids_distinct !== undefined && udpWithoutPort === 0) {
      const pids = new Set(sockets.map(({ pid }) => pid).filter((pid) => pid !== null));
      expect(pids.size).toBe(truth.pids_distinct);
    }
    if (truth.top_destination !== undefined) {
      const rows = new Map<string, number>();
      const listening = portsOf(listeners);
      for (const { local, remote, state } of tcp)
        if (remote?.port && local.port && state !== TCP_STATE_NUMBER.listen && !listening.has(local.port))
          rows.set(endpointText(remote), (rows.get(endpointText(remote)) ?? 0) + 1);
      if (!truth.top_destination.which.some((name: string) => /:[a-z]/.test(name)))
        expect(Math.max(...rows.values())).toBe(truth.top_destination.rows);
    }
  });

  test("m10: lsof by fields", (ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const { sockets } = parseLsof(captures.read("m10"));
    const truth = captures.truth("m10");
    expect(sockets.filter(({ protocol }) => protocol === "tcp")).toHaveLength(truth.files_by_proto.TCP);
    // One UDP file has no port.
    expect(sockets.filter(({ protocol }) => protocol === "udp")).toHaveLength(truth.files_by_proto.UDP - 1);
    expect(sockets.filter(({ remote }) => remote !== null)).toHaveLength(truth.connected);
    expect(new Set(sockets.map(({ pid }) => pid)).size + 1).toBe(truth.pids_distinct);
  });

  test("f03: counters in the place of states", (ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const { sockets } = parseBsdNetstat(captures.read("f03"));
    expect(sockets.map(({ protocol }) => protocol)).toEqual(["tcp", "tcp", "tcp", "tcp", "udp", "udp"]);
    expect(sockets.every(({ state, protocol }) => protocol === "udp" || state === null)).toBe(true);
  });
});

describe("ranges and settings of real hosts", () => {
  test.for(["w20a", "w20c", "w20e"])("%s: a start and a count", (id, ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const { listings, start, end } = captures.truth(id);
    const ranges = parseDynamicPorts(captures.read(id));
    expect(ranges).toHaveLength(listings);
    expect(ranges[0]).toMatchObject({ low: start, high: end });
  });

  test.for(["w21b", "w21c", "w21e"])("%s: excluded ranges", (id, ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const truth = captures.truth(id);
    const { tcp } = parseExcludedPorts(captures.read(id), "tcp");
    expect(tcp).toHaveLength(truth.ranges);
    expect(tcp!.filter(({ isAdministered }) => isAdministered)).toHaveLength(captures.read(id).match(/\d +\*/g)?.length ?? 0);
    expect(tcp!.reduce((sum, { low, high }) => sum + high - low + 1, 0)).toBe(truth.excluded_ports);
  });

  test("w22a: tasklist", (ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const names = parseTaskList(captures.read("w22a"));
    expect([...names.keys()].sort((a, b) => a - b)).toEqual(captures.truth("w22a").pids);
    expect(new Set(names.values())).toEqual(new Set(["python.exe"]));
  });

  test.for(["m09", "f12", "l14a"])("%s: sysctl -a", (id, ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const values = parseSysctls(captures.read(id));
    for (const [key, value] of Object.entries(captures.truth(id).values))
      expect([key, values.get(key)?.replace(/\s+/g, " ")]).toEqual([key, value]);
  });
});
