import { describe, expect, it } from "vitest";
import { buildSnapshot } from "../../testing/build-snapshot.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import { parseAddress } from "../network/address.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { ConnectHeadroom } from "../ports/connect-headroom.ts";
import { ownersBySharing } from "../ports/owners-by-sharing.ts";
import { PortSurvey } from "../ports/port-survey.ts";
import { SocketTable } from "../ports/socket-table.ts";
import { defaultRangeOf } from "./default-range.ts";
import { type PortSharing, portSharingOf } from "./port-sharing.ts";

const host = (os: OperatingSystem, osVersion = "", kernel = "") => ({ ...buildSnapshot().host, os, osVersion, kernel });

describe("the range that a system has until somebody changes it", () => {
  it.each<[OperatingSystem, string, string, number, number]>([
    ["linux", "", "6.18.4", 32_768, 60_999],
    ["linux", "", "3.10.0-1160.el7", 32_768, 61_000],
    ["linux", "", "unknown", 32_768, 60_999],
    ["windows", "", "10.0.19045", 49_152, 65_535],
    ["windows", "", "5.1.2600", 1_025, 5_000],
    ["darwin", "14.4", "23.4.0", 49_152, 65_535],
    ["freebsd", "12.1-RELEASE", "", 10_000, 65_535],
    ["freebsd", "7.4-RELEASE", "", 49_152, 65_535],
  ])("%s %s %s: %i to %i", (os, osVersion, kernel, low, high) => {
    expect(defaultRangeOf(host(os, osVersion, kernel))).toEqual({ low, high });
  });
});

describe("who shares ports between destinations", () => {
  const windows = (autoReuse: "off" | null | { low: number; high: number }) => ({
    dynamic: { tcp4: null, tcp6: null, udp4: null, udp6: null },
    excluded: { tcp: null, udp: null },
    autoReuse,
    timedWaitSeconds: null,
    maxUserPort: null,
    bound: null,
  });

  it.each<[PortSharing, Parameters<typeof portSharingOf>[0]]>([
    ["always", { host: host("linux") }],
    ["never", { host: host("darwin", "15.1") }],
    ["never", { host: host("freebsd", "12.4-RELEASE") }],
    ["always", { host: host("freebsd", "13.0-RELEASE") }],
    ["sometimes", { host: host("freebsd", "unknown") }],
    ["never", { host: host("windows") }],
    ["never", { host: host("windows"), windows: windows("off") }],
    ["sometimes", { host: host("windows"), windows: windows({ low: 40_000, high: 41_999 }) }],
  ])("%s: %o", (sharing, snapshot) => {
    expect(portSharingOf(snapshot)).toBe(sharing);
  });

  /** 3 ports of 10 to one destination, 2 others to another, and a listener. */
  const headroomTo = (destinationPort: number, sharing: PortSharing) => {
    const table = new SocketTable();
    table.reset({ low: 50_000, high: 50_009 }, [], false);
    const { established, listen } = TCP_STATE_NUMBER;
    const [near, far] = [parseAddress("10.0.0.1")!.words[0], parseAddress("10.0.0.2")!.words[0]];
    table.add(4, listen, 50_009, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (const port of [50_000, 50_001, 50_002]) table.add(4, established, port, 443, near, 0, 0, 0, far, 0, 0, 0, 0, 0, 0, 0);
    for (const port of [50_003, 50_004]) table.add(4, established, port, 5432, near, 0, 0, 0, far, 0, 0, 0, 0, 0, 0, 0);
    const survey = new PortSurvey(table, "tcp").take(table, ownersBySharing(table, sharing));
    const settings = { ...buildSnapshot().namespaces[0]!.settings, tcpTwReuse: 0 as const };
    const space = { range: { low: 50_000, high: 50_009 }, settings, hiddenSockets: 0, loopbackDevice: 1 };
    const [source, destination] = [parseAddress("10.0.0.1")!, parseAddress("10.0.0.2")!];
    return new ConnectHeadroom(survey, space).answer({ source, destination, destinationPort, device: 0, range: null }).headroom;
  };

  it("leaves a connection only the ports that nobody uses where none is shared, whatever the destination", () => {
    for (const port of [443, 5432, 80]) expect(headroomTo(port, "never")).toMatchObject({ low: 4, high: 4, best: 4 });
  });

  it("leaves each destination all that it does not hold itself, less the listener, where ports are shared", () => {
    expect(headroomTo(443, "always")).toMatchObject({ best: 6 });
    expect(headroomTo(5432, "always")).toMatchObject({ best: 7 });
    expect(headroomTo(80, "always")).toMatchObject({ low: 9, high: 9, best: 9 });
  });

  it("leaves the two as an interval where it depends on the socket", () => {
    expect(headroomTo(80, "sometimes")).toMatchObject({ low: 4, high: 9 });
  });
});
