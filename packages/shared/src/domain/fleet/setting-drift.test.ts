import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HostSettings, type SettingDrift, settingDrift } from "./setting-drift.ts";

const RANGE = "net.ipv4.ip_local_port_range";
const REUSE = "net.ipv4.tcp_tw_reuse";
const host = (hostId: string, settings: Record<string, string>, sinceMs = 1_000): HostSettings => ({
  hostId,
  settings: new Map(Object.entries(settings).map(([key, value]) => [key, { value, sinceMs }])),
});
const driftsOf = (...hosts: HostSettings[]): SettingDrift[] => {
  const drift = settingDrift(hosts);
  return drift.kind === "compared" ? drift.drifts : [];
};

describe("the drift of a group's settings", () => {
  it("names the one host that differs, its value and since when", () => {
    const drifts = driftsOf(host("a", { [REUSE]: "2" }), host("b", { [REUSE]: "1" }, 5_000), host("c", { [REUSE]: "2" }));
    expect(drifts).toEqual([
      { key: REUSE, majority: { value: "2", hosts: 2 }, differing: [{ hostId: "b", value: "1", sinceMs: 5_000 }], unknownHosts: 0 },
    ]);
  });

  it("has no majority at a tie, nor where no value has more than half", () => {
    const [tie] = driftsOf(...["1", "1", "2", "2"].map((value, index) => host(`h${index}`, { [REUSE]: value })));
    expect(tie).toMatchObject({ majority: null, differing: [{ hostId: "h0" }, { hostId: "h1" }, { hostId: "h2" }, { hostId: "h3" }] });
    const [split] = driftsOf(...["1", "1", "2", "0"].map((value, index) => host(`h${index}`, { [REUSE]: value })));
    expect(split?.majority).toBeNull();
  });

  it("takes a setting that is not known for no difference", () => {
    expect(driftsOf(host("a", { [REUSE]: "2" }), host("b", {}), host("c", { [REUSE]: "2" }))).toEqual([]);
    const [drift] = driftsOf(host("a", { [REUSE]: "2" }), host("b", {}), host("c", { [REUSE]: "2" }), host("d", { [REUSE]: "0" }));
    expect(drift).toMatchObject({ majority: { value: "2", hosts: 2 }, differing: [{ hostId: "d" }], unknownHosts: 1 });
  });

  it("has the setting first on which most hosts differ, then by key", () => {
    const all = { a: "1", b: "1", c: "1" };
    const drifts = driftsOf(
      host("1", { ...all, c: "3" }),
      host("2", { ...all, c: "4" }),
      host("3", { ...all, b: "2" }),
      host("4", { ...all, a: "2" }),
      host("5", all),
    );
    expect(drifts.map(({ key }) => key)).toEqual(["c", "a", "b"]);
  });

  it("knows nothing of two hosts", () => {
    expect(settingDrift([host("a", { [RANGE]: "1 2" }), host("b", { [RANGE]: "3 4" })])).toEqual({
      kind: "unknown",
      reason: "too-few-hosts",
    });
  });
});

describe("the drift of any group", () => {
  const group = fc.uniqueArray(
    fc.record({
      hostId: fc.string({ minLength: 1, maxLength: 4 }),
      settings: fc
        .dictionary(fc.constantFrom(RANGE, REUSE, "x"), fc.record({ value: fc.constantFrom("0", "1", "2"), sinceMs: fc.nat() }))
        .map((settings) => new Map(Object.entries(settings))),
    }),
    { minLength: 3, maxLength: 9, selector: ({ hostId }) => hostId },
  );

  it("does not depend on the order of the hosts", () => {
    fc.assert(
      fc.property(group, (hosts) => {
        expect(settingDrift(hosts.toReversed())).toEqual(settingDrift(hosts));
      }),
    );
  });

  it("accounts for every host of every setting that differs", () => {
    fc.assert(
      fc.property(group, (hosts) => {
        for (const { key, majority, differing, unknownHosts } of driftsOf(...hosts)) {
          expect((majority?.hosts ?? 0) + differing.length + unknownHosts).toBe(hosts.length);
          expect(majority === null || majority.hosts > differing.length).toBe(true);
          for (const { hostId, value } of differing) {
            expect(value).not.toBe(majority?.value);
            expect(hosts.find((each) => each.hostId === hostId)?.settings.get(key)?.value).toBe(value);
          }
        }
      }),
    );
  });
});
