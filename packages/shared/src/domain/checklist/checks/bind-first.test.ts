import { describe, expect, it } from "vitest";
import { buildListener, buildNamespace, buildPool, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge } from "../../../testing/judge.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "../../host/snapshot.ts";
import { bindFirst } from "./bind-first.ts";

const RANGE = { low: 40_000, high: 49_999 };
/** Connections of one address to each of some destinations, on so many distinct ports. */
function connected(perDestination: number, destinations: number, ports: number, said: Partial<NamespaceSnapshot> = {}): Partial<Snapshot> {
  const tuples = Array.from({ length: destinations }, (_, at) =>
    buildTuple({
      capacity: 10_000,
      used: perDestination,
      established: perDestination,
      destination: { address: `10.4.7.${at}`, port: 443 },
      holders: [{ process: "egress", share: 1, basis: "live" }],
    }),
  );
  const pools = [buildPool({ capacity: 10_000, used: ports })];
  return { namespaces: [buildNamespace({ range: RANGE, tcpPortsInRange: ports, pools, tuples, ...said })] };
}
const status = (...of: Parameters<typeof connected>) => judge(bindFirst, connected(...of)).status;

describe("bind-first", () => {
  it("tells destinations that share no port from destinations that share by chance", () => {
    expect(judge(bindFirst, connected(1_000, 5, 5_000))).toMatchObject({
      status: "warn",
      evidence: [
        {
          rule: "binds-first",
          subject: "10.0.3.17",
          observed: 0.5,
          figures: { ports: 5_000, connections: 5_000, destinations: 5, process: "egress" },
        },
      ],
    });
    // By chance 1,000 of them would have met: connect() chose these.
    expect(status(1_000, 5, 4_100)).toBe("pass");
  });

  it("needs a thousand connections, two destinations and 40 % of the range in use", () => {
    expect(status(199, 5, 995, { tcpPortsInRange: 5_000 })).toBe("pass");
    expect(status(5_000, 1, 5_000)).toBe("pass");
    expect(status(800, 5, 4_000)).toBe("pass");
    expect(status(802, 5, 4_010)).toBe("warn");
  });

  it("does not count where much of the host is not listed", () => {
    const otherTuples = { count: 90, entries: 900, worstUsedRatio: 0.01, coverage: 0.9 };
    expect(status(1_000, 5, 5_000, { otherTuples })).toBe("pass");
  });

  it("takes the model's word where it finds ports bound beside listeners and idle sockets", () => {
    const tuples = [buildTuple({ capacity: 10_000, used: 5_000, blocked: 1_101, established: 3_899 })];
    const beside = { pools: [buildPool({ used: 100, boundInactive: 100 })], listeners: [buildListener({ port: 40_001 })] };
    expect(status(0, 0, 5_000, { tuples, ...beside })).toBe("warn");
    expect(status(0, 0, 5_000, { tuples, ...beside, pools: [buildPool({ boundInactive: 101 })] })).toBe("pass");
  });

  describe("where most destinations were left out", () => {
    // A proxy with a connection to each of 20,000 destinations, of which the snapshot lists one.
    const otherTuples = { count: 19_999, entries: 19_999, worstUsedRatio: 0.2, coverage: 0.000_05 };
    const proxy = (headroom: Tuple["headroom"]): Partial<Snapshot> => {
      const tuple = buildTuple({ capacity: 10_000, used: 2_001, blocked: 2_000, established: 1, held: 1, headroom });
      return { namespaces: [buildNamespace({ range: RANGE, tcpPortsInRange: 5_000, tuples: [tuple], otherTuples })] };
    };

    it("takes a guess for no finding, and says that it cannot tell", () => {
      expect(judge(bindFirst, proxy({ unlimited: false, low: 0, high: 10_000, best: 7_999 }))).toMatchObject({
        status: "unknown",
        causes: [{ part: "tuples", reason: "truncated" }],
      });
    });

    it("counts the ports that are bound for sure, and all of the connections", () => {
      const sure = judge(bindFirst, proxy({ unlimited: false, low: 7_900, high: 8_499, best: 7_999 }));
      expect(sure).toMatchObject({ status: "warn", evidence: [{ figures: { ports: 1_500, connections: 20_000, destinations: 20_000 } }] });
    });

    it("passes where hardly any port can be bound", () => {
      const tuple = buildTuple({ capacity: 10_000, used: 600, blocked: 599, established: 1 });
      const namespaces = [buildNamespace({ range: RANGE, tcpPortsInRange: 5_000, tuples: [tuple], otherTuples })];
      expect(judge(bindFirst, { namespaces }).status).toBe("pass");
    });
  });

  it("fails past 80 % of the range, or where an address in use was refused", () => {
    expect(status(1_601, 5, 8_005)).toBe("fail");
    const failure = { errno: 98, operation: "bind", protocol: "tcp", source: null, destination: null, process: null, count: 1 } as const;
    const refused = (minutesAgo: number) => {
      const snapshot = connected(1_000, 5, 5_000);
      const atMs = Date.UTC(2026, 2, 1, 12) - minutesAgo * 60_000;
      return judge(bindFirst, { ...snapshot, failures: [{ ...failure, atMs }] }).status;
    };
    expect([refused(14), refused(16)]).toEqual(["fail", "warn"]);
  });

  it("cannot tell on a Windows that never shares a port", () => {
    const windows = {
      ...connected(1_000, 5, 5_000),
      host: { hostname: "w", os: "windows", osVersion: "", kernel: "", agentVersion: "", labels: {} } as const,
    };
    expect(judge(bindFirst, windows).status).toBe("not_applicable");
  });
});
