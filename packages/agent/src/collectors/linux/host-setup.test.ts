import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { HostSetup } from "./host-setup.ts";

const RANGE_FILE = "/proc/sys/net/ipv4/ip_local_port_range";
const FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";
const CAPTURED_MS = Date.UTC(2026, 10, 24);
const release = { osVersion: "Debian 13", kernel: "6.18.4", bootId: "b" };

function setupOn(texts: Record<string, string>) {
  const setup = new HostSetup(fakeHostFiles({ texts }), release, null);
  const gaps: Gap[] = [];
  return { gaps, look: (atMs: number) => setup.read(undefined, { atMs, capturedAtMs: CAPTURED_MS + Math.round(atMs) }, gaps) };
}

describe("what surrounds the sockets", () => {
  it("dates a change by the clock of people, in whole milliseconds", () => {
    const texts = { [RANGE_FILE]: "32768\t60999\n" };
    const { look } = setupOn(texts);
    expect(look(498.98).changes).toBeUndefined();
    texts[RANGE_FILE] = "15000\t64999\n";
    expect(look(30_000.5).changes).toBeUndefined();
    expect(look(61_000.25).changes).toEqual([
      { atMs: CAPTURED_MS + 61_000, what: "net.ipv4.ip_local_port_range", before: "32768 60999", after: "15000 64999" },
    ]);
  });

  it("counts drops since the start, and since the last look", () => {
    const stat = (drop: number) => `drop early_drop insert_failed\n${drop.toString(16)} 0 0\n`;
    const texts: Record<string, string> = { [`${FOLDER}count`]: "1", [`${FOLDER}max`]: "10", "/proc/net/stat/nf_conntrack": stat(20) };
    const { look } = setupOn(texts);
    expect(look(0).conntrack).toMatchObject({ dropTotals: { dropped: 20 } });
    texts["/proc/net/stat/nf_conntrack"] = stat(33);
    expect(look(10_000).conntrack).toMatchObject({ drops: { dropped: 13 }, dropTotals: { dropped: 33 } });
  });

  it("costs only itself where it cannot be read", () => {
    const { gaps, look } = setupOn({});
    expect(look(0)).toMatchObject({ conntrack: null, configured: [] });
    expect(gaps.map(({ part, reason }) => `${part} ${reason}`)).toEqual(["conntrack absent", "pressure absent"]);
  });
});
