import { describe, expect, it } from "vitest";
import { buildNamespace, buildTcpStates, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { synSent } from "./syn-sent.ts";

const waiting = (sockets: number, established = 10_000, destinations = 1): Partial<Snapshot> => ({
  namespaces: [
    buildNamespace({
      tcpStates: { v4: buildTcpStates({ synSent: sockets }), v6: buildTcpStates() },
      tuples: [
        ...Array.from({ length: destinations }, (_, index) =>
          buildTuple({ synSent: sockets / destinations, destination: { address: `10.0.0.${index}`, port: 80 } }),
        ),
        buildTuple({ established }),
      ],
    }),
  ],
  counters: {
    activeOpens: 0,
    passiveOpens: 0,
    attemptFails: 0,
    outResets: 0,
    timeWaitRecycled: 0,
    timeWaitOverflow: 0,
    listenDrops: 0,
    synRetransmits: 4,
  },
});
const lasting = (said: Partial<Snapshot>) =>
  judge(
    synSent,
    said,
    minutely(3, () => said),
  );

describe("syn-sent", () => {
  it.each([
    [49, 10_000, "pass"],
    [50, 10_000, "warn"],
    [499, 10_000, "warn"],
    [500, 10_000, "fail"],
    [21, 100, "warn"],
    [19, 10, "pass"],
    [60, 100, "fail"],
  ])("judges %i waiting beside %i established, for two minutes, as %s", (sockets, established, status) => {
    expect(lasting(waiting(sockets, established)).status).toBe(status);
  });

  it("does not fail while nothing is sent again", () => {
    const { counters, ...said } = waiting(600);
    expect(lasting({ ...said, counters: { ...counters!, synRetransmits: 0 } }).status).toBe("warn");
  });

  it("waits two minutes before it warns, and forgets what has drained", () => {
    expect(judge(synSent, waiting(60))).toMatchObject({ status: "unknown", causes: [{ what: "two-minutes" }] });
    const drained = minutely(3, (minutesAgo) => waiting(minutesAgo === 1 ? 0 : 60));
    expect(judge(synSent, waiting(60), drained).status).toBe("pass");
  });

  it("tells one silent peer from a silent way out", () => {
    expect(rulesOf(lasting(waiting(100))).evidence).toEqual(["syn-sent-one-destination"]);
    expect(rulesOf(lasting(waiting(100, 10_000, 5))).evidence).toEqual(["syn-sent-many-destinations"]);
  });
});
