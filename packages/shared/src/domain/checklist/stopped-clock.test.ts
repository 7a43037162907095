import { describe, expect, it } from "vitest";
import { BUILT_AT_MS, buildNamespace, buildSnapshot, buildTcpStates } from "../../testing/build-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import type { HostIdentity, Snapshot } from "../host/snapshot.ts";
import { isTcpClockStopped } from "./stopped-clock.ts";

const DAY_MS = 86_400_000;
function mac(timeWait: number, host: Partial<HostIdentity> = {}, said: Partial<Snapshot> = {}): Snapshot {
  const tcpStates = { v4: buildTcpStates({ timeWait, established: 100 }), v6: buildTcpStates() };
  return buildSnapshot({
    host: { ...buildSnapshot().host, os: "darwin", ...host },
    namespaces: [buildNamespace({ tcpStates, capacity: 16_384 })],
    ...said,
  });
}
const stopped = (current: Snapshot, earlier: Snapshot[] = []) => isTcpClockStopped(current, factsOf(current, earlier).history);

describe("the TCP clock of macOS", () => {
  it("may stop after 49.7 days, and then entries pile up", () => {
    expect(stopped(mac(5_000, { uptimeMs: 50 * DAY_MS }))).toBe(true);
    expect(stopped(mac(5_000, { uptimeMs: 49 * DAY_MS }))).toBe(false);
    expect(stopped(mac(300, { uptimeMs: 50 * DAY_MS }))).toBe(false);
    expect(stopped(mac(5_000, { uptimeMs: 50 * DAY_MS, os: "freebsd" }))).toBe(false);
  });

  it("has stopped where more entries wait than there are ports, however long the system has run", () => {
    expect(stopped(mac(16_385))).toBe(true);
    expect(stopped(mac(16_384))).toBe(false);
  });

  it("has stopped where entries stay and nothing is opened", () => {
    const before = mac(5_000, {}, { capturedAtMs: BUILT_AT_MS - 2 * 60_000 });
    const counters = (activeOpens: number) => ({ ...buildSnapshot().counters!, activeOpens });
    expect(stopped(mac(5_000, {}, { counters: counters(10) }), [before])).toBe(true);
    expect(stopped(mac(5_000, {}, { counters: counters(5_000) }), [before])).toBe(false);
    expect(stopped(mac(5_000, {}, { counters: counters(10) }), [mac(900, {}, { capturedAtMs: before.capturedAtMs })])).toBe(false);
  });
});
