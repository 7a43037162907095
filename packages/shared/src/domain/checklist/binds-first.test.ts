import { expect, it } from "vitest";
import { buildListener, buildNamespace, buildPool, buildTuple } from "../../testing/build-snapshot.ts";
import type { Listener } from "../host/snapshot.ts";
import { bindsFirst } from "./binds-first.ts";

const blocked = (ports: number, ...listeners: Partial<Listener>[]) =>
  buildNamespace({ tuples: [buildTuple({ used: ports, blocked: ports })], listeners: listeners.map(buildListener) });

it.each([
  ["nothing is blocked", buildNamespace(), false],
  ["a listener accounts for the blocked port", blocked(1, {}), false],
  ["one listener on two addresses accounts for one port", blocked(2, {}, { address: "::" }), true],
  ["two listeners account for two ports", blocked(2, {}, { port: 50_052 }), false],
  ["a reserved listener blocks no port of the range's own", blocked(1, { isReserved: true }), true],
  ["a UDP socket blocks no TCP port", blocked(1, { protocol: "udp" }), true],
  ["sockets are bound and idle", buildNamespace({ pools: [buildPool({ boundInactive: 1 })] }), true],
  ["bound sockets cannot be seen", buildNamespace({ pools: [buildPool({ boundInactive: null })] }), true],
])("when %s", (_, namespace, expected) => {
  expect(bindsFirst(namespace)).toBe(expected);
});
