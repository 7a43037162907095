import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySockets, autobound, REUSE_ON_LOOPBACK, SMALL_RANGE, type TestSocket, tableOf } from "../../testing/any-sockets.ts";
import { parseAddress } from "../network/address.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { BindHeadroom } from "./bind-headroom.ts";
import type { PortSpace } from "./connect-headroom.ts";
import { PortSurvey } from "./port-survey.ts";
import { UdpHeadroom } from "./udp-headroom.ts";

const SPACE: PortSpace = { range: SMALL_RANGE, settings: REUSE_ON_LOOPBACK, hiddenSockets: 0, loopbackDevice: 1 };

const question = (source: string, v6Only = false) => ({ source: parseAddress(source)!, v6Only, device: 0 });
const use = (sockets: TestSocket[], source: string, v6Only = false) =>
  new BindHeadroom(new PortSurvey(tableOf(sockets), "tcp").take(), SPACE).answer(question(source, v6Only), null).headroom;

const socket = (state: number, local: string, port: number, v6Only = false): TestSocket => ({
  state,
  local,
  port,
  remote: local.includes(":") ? "::" : "0.0.0.0",
  remotePort: 0,
  expiresMs: 0,
  v6Only,
  device: 0,
  inode: 1,
});

/** Section by section of the definition: does this owner keep its port from a bind to `source`? */
function overlaps(owner: TestSocket, source: string, v6Only: boolean): "yes" | "maybe" | "no" {
  const isAny = (text: string) => text === "0.0.0.0" || text === "::";
  const [asked6, owner6] = [source.includes(":"), owner.local.includes(":")];
  if (asked6 === owner6) return isAny(source) || isAny(owner.local) || owner.local === source ? "yes" : "no";
  if (asked6) return isAny(source) && !v6Only ? "yes" : "no";
  if (!isAny(source) && !isAny(owner.local)) return "no";
  if (owner.remotePort !== 0) return "maybe";
  return owner.v6Only ? "no" : "yes";
}

describe("bind headroom", () => {
  it("is the definition, on any sockets", () => {
    fc.assert(
      fc.property(anySockets, fc.constantFrom("127.0.0.1", "10.0.0.1", "0.0.0.0", "::1", "::"), fc.boolean(), (sockets, source, v6Only) => {
        let [low, high] = [0, 0];
        for (let port = SMALL_RANGE.low; port <= SMALL_RANGE.high; port++) {
          const verdicts = sockets.filter((owner) => owner.port === port).map((owner) => overlaps(owner, source, v6Only));
          if (!verdicts.includes("yes")) high++;
          if (verdicts.every((verdict) => verdict === "no")) low++;
        }
        const headroom = use(sockets, source, v6Only);
        expect({ low: headroom.low, high: headroom.high }).toEqual({ low, high });
        expect(headroom.best).toBeGreaterThanOrEqual(low);
        expect(headroom.best).toBeLessThanOrEqual(high);
      }),
      { numRuns: 200 },
    );
  });

  it("shares nothing between destinations, and nothing with other addresses", () => {
    const sockets = autobound(12, { remote: "10.9.9.9", remotePort: 443 });
    expect(use(sockets, "127.0.0.1")).toMatchObject({ low: 8, high: 8 });
    expect(use(sockets, "127.0.0.2")).toMatchObject({ low: 20, high: 20 });
    expect(use(sockets, "0.0.0.0")).toMatchObject({ low: 8, high: 8 });
  });

  it("tells a dual-stack listener from a v6-only one", () => {
    const { listen } = TCP_STATE_NUMBER;
    expect(use([socket(listen, "::", 40_000)], "127.0.0.1")).toMatchObject({ low: 19, high: 19 });
    expect(use([socket(listen, "::", 40_000, true)], "127.0.0.1")).toMatchObject({ low: 20, high: 20 });
  });

  it("widens to the unsure where the source cannot tell v6-only", () => {
    const table = tableOf([]);
    table.reset(SMALL_RANGE, [], false);
    table.add(6, TCP_STATE_NUMBER.listen, 40_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    const bind = new BindHeadroom(new PortSurvey(table, "tcp").take(), SPACE);
    expect(bind.answer(question("127.0.0.1"), null).headroom).toMatchObject({ low: 19, high: 20, best: 19 });
  });
});

describe("UDP headroom", () => {
  const udp = (sockets: TestSocket[]) =>
    new UdpHeadroom(new PortSurvey(tableOf(sockets), "udp").take(), { ...SPACE, hiddenSockets: 7, openedSockets: 5 });

  it("belongs to an address, and autobind needs a port free on all of them", () => {
    const ports = udp(Array.from({ length: 6 }, (_, index) => socket(TCP_STATE_NUMBER.close, "127.0.0.1", 40_000 + index)));
    expect(ports.bind(question("127.0.0.1"), null).headroom).toMatchObject({ low: 14, high: 14 });
    expect(ports.bind(question("127.0.0.2"), null).headroom).toMatchObject({ low: 20, high: 20 });
    expect(ports.autobind(4).headroom).toMatchObject({ low: 14, high: 14 });
    expect(ports.autobind(6).headroom).toMatchObject({ low: 14, high: 14 });
    expect(ports.autobind(6, 0, true).headroom).toMatchObject({ low: 20, high: 20 });
  });

  it("has no limit for sockets that share, while one port is free or is shared already", () => {
    const full = Array.from({ length: 20 }, (_, index) => socket(TCP_STATE_NUMBER.close, "127.0.0.1", 40_000 + index));
    const free = udp(full.slice(1));
    expect(free.isSharedFreely(question("127.0.0.1"), free.bind(question("127.0.0.1"), null))).toBe(true);
    const taken = udp(full);
    expect(taken.isSharedFreely(question("127.0.0.1"), taken.bind(question("127.0.0.1"), null))).toBe(false);
    const elsewhere = udp([...full, ...[1, 2].map(() => socket(TCP_STATE_NUMBER.close, "127.0.0.2", 40_000))]);
    expect(elsewhere.isSharedFreely(question("127.0.0.1"), elsewhere.bind(question("127.0.0.1"), null))).toBe(false);
    const shared = udp([...full, full[3]!]);
    expect(shared.isSharedFreely(question("127.0.0.1"), shared.bind(question("127.0.0.1"), null))).toBe(true);
  });
});
