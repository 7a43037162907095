import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace, buildPool, buildSettings, buildSnapshot, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { NetworkSettings } from "../../host/settings.ts";
import type { NamespaceSnapshot, Tuple } from "../../host/snapshot.ts";
import { twReuse } from "./tw-reuse.ts";

const full: Partial<Tuple> = { capacity: 1_000, used: 700, timeWait: 600 };
const host = (settings: Partial<NetworkSettings>, tuple: Partial<Tuple> = {}, said: Partial<NamespaceSnapshot> = {}, kernel = "6.18.4") =>
  judge(twReuse, {
    host: { ...buildSnapshot().host, kernel },
    namespaces: [buildNamespace({ settings: buildSettings(settings), tuples: [buildTuple({ ...full, ...tuple })], ...said })],
  });
const recommends = (outcome: ReturnType<typeof host>) => rulesOf(outcome).notes.includes("tw-reuse-would-help");

describe("tw-reuse", () => {
  it("passes and says the setting", () => {
    expect(judge(twReuse, {})).toMatchObject({ status: "pass", notes: [{ rule: "tw-reuse-is", observed: 2, unit: "setting" }] });
  });

  it("warns where it is on but timestamps are off", () => {
    expect(rulesOf(host({ tcpTwReuse: 1, tcpTimestamps: 0 })).evidence).toEqual(["tw-reuse-without-timestamps"]);
    expect(host({ tcpTwReuse: 2, tcpTimestamps: 0 }).status).toBe("pass");
    expect(host({ tcpTwReuse: 1, tcpTimestamps: 1 }).status).toBe("pass");
  });

  it("recommends it for a tuple over the line that is mostly TIME_WAIT, towards an internal address", () => {
    expect(recommends(host({}))).toBe(true);
    expect(recommends(host({ tcpTwReuse: 0 }))).toBe(true);
  });

  it.each([
    ["it is on already", host({ tcpTwReuse: 1 })],
    ["timestamps are off", host({ tcpTimestamps: 0 })],
    ["the tuple is not over the line", host({}, { used: 600, timeWait: 600 })],
    ["TIME_WAIT is the smaller part", host({}, { timeWait: 350 })],
    ["the TIME_WAIT entries are reusable already", host({}, { timeWait: 900, reusableTimeWait: 800 })],
    ["the destination is public", host({}, { destination: { address: "93.184.216.34", port: 443 } })],
    ["the destination is loopback", host({}, { destination: { address: "127.0.0.1", port: 6_379 } })],
    ["sockets bind first", host({}, {}, { pools: [buildPool({ boundInactive: 5 })] })],
    ["the kernel is older than 4.12", host({}, {}, {}, "4.4.0-210-generic")],
  ])("does not recommend it where %s", (_, outcome) => {
    expect(recommends(outcome)).toBe(false);
  });

  it("is unknown where one of the two settings could not be read", () => {
    const namespaces = [buildNamespace({ settings: buildSettings({ tcpTimestamps: null }) })];
    expect(judge(twReuse, { namespaces, gaps: [buildGap({ part: "settings" })] })).toMatchObject({
      status: "unknown",
      causes: [{ part: "settings", reason: "denied" }],
    });
  });

  it("does not mind a gap about another setting", () => {
    const namespaces = [buildNamespace({ settings: buildSettings({ somaxconn: null }) })];
    expect(judge(twReuse, { namespaces, gaps: [buildGap({ part: "settings" })] }).status).toBe("pass");
  });
});
