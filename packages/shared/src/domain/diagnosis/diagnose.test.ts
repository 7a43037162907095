import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySnapshot } from "../../testing/any-snapshot.ts";
import { buildChurn, buildHost, buildLog } from "../../testing/build-host.ts";
import { buildGap, buildPool, buildTuple } from "../../testing/build-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import { wordDiagnosis } from "../../text/diagnosis.ts";
import { LANGUAGES } from "../../text/language.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { diagnose } from "./diagnose.ts";

const on = (snapshot: Snapshot, earlier: Snapshot[] = []) => {
  const facts = factsOf(snapshot, earlier);
  return diagnose(facts, runChecklist(facts));
};
const rival = (snapshot: Snapshot, cause: string) => on(snapshot).rivals.find((each) => each.cause === cause);

describe("a diagnosis, of any snapshot", () => {
  it("names one cause with evidence, every other with a standing and why, and each in words", () => {
    fc.assert(
      fc.property(
        anySnapshot,
        fc.constantFrom("linux", "windows", "darwin", "freebsd"),
        fc.constantFrom(...LANGUAGES),
        (drawn, os, language) => {
          const diagnosis = on({ ...drawn, host: { ...drawn.host, os } });
          if (diagnosis.cause !== "unknown") expect(diagnosis.evidence.length).toBeGreaterThan(0);
          expect(diagnosis.rivals.map(({ cause }) => cause)).not.toContain(diagnosis.cause);
          for (const { evidence } of diagnosis.rivals) expect(evidence.length).toBeGreaterThan(0);
          const { evidence, rivals } = wordDiagnosis(language, diagnosis);
          for (const { sentence } of [...evidence, ...rivals.flatMap((each) => each.evidence)]) {
            expect(sentence).toMatch(/\S.*[.。]$/);
            expect(sentence).not.toMatch(/NaN|Infinity|undefined|null|–(?!\d)/);
          }
        },
      ),
    );
  });

  it("says that ports are not short only where all of them were read", () => {
    fc.assert(
      fc.property(anySnapshot, (drawn) => {
        const isBlind =
          drawn.namespaces.length === 0 || drawn.namespaces.some(({ tcpStates, capacity }) => tcpStates === null || capacity === null);
        if (isBlind) expect(on(drawn).cause).not.toBe("not-port-exhaustion");
      }),
    );
  });

  it("is the same whatever the order of tuples", () => {
    fc.assert(
      fc.property(anySnapshot, (drawn) => {
        const turned = { ...drawn, namespaces: drawn.namespaces.map((each) => ({ ...each, tuples: each.tuples.toReversed() })) };
        expect(on(turned).cause).toBe(on(drawn).cause);
      }),
      // Among them: two tuples of a range without ports, of which one has a connection on its way back.
      { seed: 1996429996, numRuns: 200 },
    );
  });
});

describe("a diagnosis", () => {
  const short = { tuples: [buildChurn(26_000, { live: 100 })] };

  it("leaves a cause that was not read unknown, and one that was read and is not there excluded", () => {
    expect(rival(buildHost("linux", short), "conntrack-full")).toMatchObject({
      standing: "excluded",
      evidence: [{ rule: "conntrack-is" }],
    });
    const blind = buildHost("linux", { ...short, conntrack: null, gaps: [buildGap({ part: "conntrack" })] });
    expect(rival(blind, "conntrack-full")).toMatchObject({
      standing: "unknown",
      evidence: [{ rule: "cause-unread", figures: { part: "conntrack" } }],
    });
  });

  it("names a symptom's own cause and keeps the symptom as a rival", () => {
    const host = buildHost("linux", short);
    expect(on(host).cause).toBe("short-connections-one-destination");
    const overflowing = { ...host, counters: { ...host.counters!, timeWaitOverflow: 5 } };
    expect(on(overflowing).cause).toBe("short-connections-one-destination");
    expect(rival(overflowing, "time-wait-bucket-limit")).toMatchObject({
      standing: "possible",
      evidence: [{ rule: "cause-explained", subject: "short-connections-one-destination" }, { rule: "cause-overflow" }],
    });
  });

  it("lists possible rivals first, then unknown ones, then excluded ones", () => {
    const order = on(buildHost("linux", short)).rivals.map(({ standing }) => ["possible", "unknown", "excluded"].indexOf(standing));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("weighs no cause of another system", () => {
    const causes = on(buildHost("linux", short)).rivals.map(({ cause }) => cause);
    for (const other of ["os-bug-macos-tcp_now", "os-behaviour-freebsd", "excluded-range"]) expect(causes).not.toContain(other);
  });

  it("does not take a refused connect for exhaustion while its ports are free", () => {
    const refused = (destination: string) => buildLog("connect-address-unavailable", { destination });
    expect(on(buildHost("linux", { tuples: [buildTuple({ used: 30 })], logs: [refused("10.9.9.9:80")] })).cause).toBe("unknown");
    expect(on(buildHost("linux", { tuples: [buildTuple({ used: 30 })], logs: [refused("[2001:db8::5]:80")] })).cause).toBe(
      "address-family",
    );
  });

  it("names a translator that says itself that it has no port, and claims no room over what it could not read", () => {
    const calm = { tuples: [buildTuple({ used: 30 })] };
    expect(on(buildHost("linux", calm)).cause).toBe("not-port-exhaustion");
    expect(on(buildHost("linux", { ...calm, logs: [buildLog("snat-port-refused", {})] })).cause).toBe("snat-outside-host");
    expect(on(buildHost("linux", { ...calm, namespace: { hiddenSocketsMax: 28_000 } })).cause).toBe("unknown");
    const replay = { unknownFiles: ["notes.txt"], unusedFiles: [] };
    expect(on({ ...buildHost("linux", calm), replay }).cause).toBe("unknown");
  });

  it("does not take a traced failure for a missing address family: the kernel had an address when it looked for a port", () => {
    const destination = { address: "2001:db8::5", port: 80 };
    const failure = { errno: 99, operation: "connect", protocol: "tcp", source: null, process: "app", count: 1, destination } as const;
    const host = buildHost("linux", { tuples: [buildTuple({ used: 30 })] });
    expect(on({ ...host, isTraced: true, failures: [{ ...failure, atMs: host.capturedAtMs }] }).cause).not.toBe("address-family");
  });
});

describe("a diagnosis of several network namespaces", () => {
  const named = (id: string, said: Parameters<typeof buildHost>[1]) => ({
    ...buildHost("linux", said).namespaces[0]!,
    id,
    name: id,
    kind: "pod" as const,
  });
  const binding = named("2", {
    namespace: { range: { low: 40_000, high: 40_099 }, pools: [buildPool({ capacity: 100, used: 70, boundInactive: 4 })] },
  });
  const short = named("3", { tuples: [buildChurn(27_500, { live: 90 })] });

  it("is that of the fullest one, and what is found elsewhere explains nothing there", () => {
    const host = { ...buildHost("linux"), namespaces: [binding, short] };
    expect(on(host)).toMatchObject({ cause: "short-connections-one-destination", evidence: [{ namespaceId: "3" }] });
    expect(on({ ...host, namespaces: [binding] }).cause).toBe("bind-before-connect");
  });

  it("is that of the one that the verdict is about, whatever failed in others", () => {
    const refused = { errno: 98, operation: "bind", protocol: "tcp", source: null, destination: null, process: "node", count: 20 } as const;
    const host = { ...buildHost("linux"), isTraced: true, namespaces: [binding, short] };
    const failures = [{ ...refused, atMs: host.capturedAtMs, namespaceId: "9" }];
    expect(on({ ...host, failures }).cause).toBe("short-connections-one-destination");
  });
});

it("looks at the tuple that is short, not at the one with most entries", () => {
  const small = {
    ...buildHost("linux", { namespace: { range: { low: 40_000, high: 40_999 } }, tuples: [buildChurn(980)] }).namespaces[0]!,
    id: "2",
  };
  const host = buildHost("linux", { tuples: [buildChurn(5_000)] });
  expect(on({ ...host, namespaces: [...host.namespaces, small] })).toMatchObject({
    cause: "short-connections-one-destination",
    evidence: [{ namespaceId: "2" }],
  });
});
