import fc from "fast-check";
import { GAP_PARTS, GAP_REASONS } from "../domain/host/gap.ts";
import type { NamespaceSnapshot, ProcessUse, Snapshot, Tuple } from "../domain/host/snapshot.ts";
import type { Headroom } from "../domain/ports/headroom.ts";
import { anyFirewall, anySidecar, anySurroundings } from "./any-surroundings.ts";
import {
  BUILT_AT_MS,
  buildListener,
  buildNamespace,
  buildPool,
  buildProcess,
  buildSettings,
  buildSnapshot,
  buildTcpStates,
  buildTuple,
} from "./build-snapshot.ts";

const count = fc.oneof(fc.constantFrom(0, 1, 49, 50, 51, 200), fc.nat(70_000));
const port = fc.integer({ min: 1, max: 65_535 });
const address = fc.constantFrom("0.0.0.0", "::", "127.0.0.1", "::1", "10.4.7.21", "93.184.216.34", "2001:db8::1", "fd00::1");
const interval = fc.tuple(port, port).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
const ratio = fc.double({ min: 0, max: 1, noNaN: true });

const headroomWithin = (capacity: number): fc.Arbitrary<Headroom> =>
  fc.oneof(
    fc.constant<Headroom>({ unlimited: true, low: capacity, high: null, best: null }),
    fc.tuple(fc.nat(capacity), fc.nat(capacity), fc.nat(capacity)).map((drawn): Headroom => {
      const [low, best, high] = drawn.toSorted((a, b) => a - b) as [number, number, number];
      return { unlimited: false, low, best, high };
    }),
  );

const holder = fc.record({
  process: fc.constantFrom("orders", "envoy", "wrk"),
  share: ratio,
  basis: fc.constantFrom("live", "inferred", undefined),
} as const);

const process: fc.Arbitrary<ProcessUse> = fc
  .record({
    pid: fc.constantFrom(7, 8),
    name: fc.constantFrom("orders", "envoy", "unbound"),
    unit: fc.constantFrom(null, "orders.service"),
    closeWait: count,
    oldestCloseWaitMs: fc.constantFrom(null, 700_000),
    tcpPortsInRange: fc.oneof(count, fc.constant(undefined)),
    udpPortsInRange: fc.oneof(count, fc.constant(undefined)),
    descriptors: fc.constantFrom(undefined, { used: 900, limit: 1_000 }, { used: 900, limit: null }, { used: 1, limit: 0 }),
  })
  .map(buildProcess);

const tupleWithin = (capacity: number): fc.Arbitrary<Tuple> =>
  fc
    .record({
      source: address,
      destination: fc.record({ address, port }),
      headroom: headroomWithin(capacity),
      timeWait: count,
      closeWait: count,
      holders: fc.array(holder, { maxLength: 2 }),
      opensPerSecond: fc.constantFrom(undefined, 0, 9.9, 400),
      medianLifeMs: fc.constantFrom(undefined, 0, 1_999, 60_000),
    })
    .map((drawn) =>
      buildTuple({
        ...drawn,
        capacity,
        used: capacity - (drawn.headroom.best ?? capacity),
        closesPerSecond: [0, 0, 0, 0, 0, drawn.timeWait],
      }),
    );

const namespace = (id: string): fc.Arbitrary<NamespaceSnapshot> =>
  fc.tuple(interval, fc.array(interval, { maxLength: 2 })).chain(([range, reserved]) => {
    const capacity = buildNamespace({ range, reserved }).capacity ?? 0;
    const settings = fc.record({
      tcpTwReuse: fc.constantFrom(0, 1, 2, null),
      tcpTimestamps: fc.constantFrom(0, 1, 2, null),
      ipUnprivilegedPortStart: fc.constantFrom(0, 1_024, null),
    } as const);
    return fc
      .record({
        kind: fc.constantFrom("host", "named", "container", "pod"),
        name: fc.constantFrom(null, "web-1"),
        settings: settings.map(buildSettings),
        tcpStates: fc.oneof(
          count.map((closeWait) => ({ v4: buildTcpStates({ closeWait }), v6: buildTcpStates() })),
          fc.constant(null),
        ),
        tcpPortsInRange: fc.oneof(fc.nat(capacity), fc.constant(null)),
        udp: fc.oneof(
          fc.record({
            sockets: count,
            portsInRange: fc.nat(capacity),
            autobind: fc.record({ v4: headroomWithin(capacity), v6: headroomWithin(capacity) }),
          }),
          fc.constant(null),
        ),
        pools: fc.array(
          fc
            .record({ source: address, headroom: headroomWithin(capacity), boundInactive: fc.constantFrom(0, 9, null) })
            .map((pool) => buildPool({ ...pool, capacity, used: capacity - (pool.headroom.best ?? capacity) })),
          { maxLength: 2 },
        ),
        tuples: fc.array(tupleWithin(capacity), { maxLength: 4 }),
        otherTuples: fc.record({ count, entries: count, worstUsedRatio: fc.oneof(ratio, fc.constant(null)), coverage: ratio }),
        listeners: fc.array(
          fc
            .record({
              protocol: fc.constantFrom("tcp", "udp"),
              address,
              port,
              isReserved: fc.boolean(),
              process: fc.constantFrom(null, "envoy"),
            } as const)
            .map(buildListener),
          { maxLength: 3 },
        ),
        processes: fc.array(process, { maxLength: 2 }),
        attributed: fc.constantFrom(undefined, { sockets: 9, known: 8 }),
        serverTimeWait: fc.oneof(count, fc.constant(null)),
        firewall: anyFirewall,
        sidecar: anySidecar,
      } as const)
      .map((said) => buildNamespace({ ...said, id, range, reserved }));
  });

const gap = fc.record({
  part: fc.constantFrom(...GAP_PARTS),
  reason: fc.constantFrom(...GAP_REASONS),
  namespaceId: fc.constantFrom(null, "1", "2"),
  hint: fc.constant(""),
});

/** Snapshots as odd as the wire admits: ranges of one port, nothing but reserved ports, nulls and gaps anywhere. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    namespaces: fc.oneof(fc.tuple(namespace("1")), fc.tuple(namespace("1"), namespace("2")), fc.constant<NamespaceSnapshot[]>([])),
    conntrack: fc.oneof(fc.record({ count, max: count, buckets: fc.oneof(count, fc.constant(null)) }), fc.constant(null)),
    gaps: fc.array(gap, { maxLength: 3 }),
    around: anySurroundings,
    minutesAgo: fc.nat(40),
  })
  .map(({ minutesAgo, around, ...said }) => buildSnapshot({ ...said, ...around, capturedAtMs: BUILT_AT_MS - minutesAgo * 60_000 }));
