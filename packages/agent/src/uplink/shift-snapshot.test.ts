import type { LogEvidence } from "@berth/shared/domain/host/evidence.ts";
import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import { expect, it } from "vitest";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { shiftSnapshot } from "./shift-snapshot.ts";

const HOUR_MS = 3_600_000;
const failure: PortFailure = {
  ...{
    atMs: 5_000,
    firstMs: 1_000,
    errno: 99,
    operation: "connect",
    protocol: "tcp",
    source: null,
    destination: null,
    process: null,
    count: 2,
  },
};
const log: LogEvidence = {
  ...{
    signature: "udp-again",
    firstMs: null,
    lastMs: 4_000,
    count: 1,
    quote: "",
    source: "journal",
    process: null,
    port: null,
    destination: null,
  },
};

it("moves what a snapshot says of its last minutes with the snapshot", () => {
  const shifted = shiftSnapshot({ ...emptySnapshot, capturedAtMs: 6_000, failures: [failure], logs: [log] }, HOUR_MS);
  expect(shifted.capturedAtMs).toBe(6_000 + HOUR_MS);
  expect(shifted.failures[0]).toMatchObject({ atMs: 5_000 + HOUR_MS, firstMs: 1_000 + HOUR_MS, count: 2 });
  const changes = [{ atMs: 3_000, what: "kernel", before: null, after: "6.18" }];
  expect(shiftSnapshot({ ...emptySnapshot, changes }, HOUR_MS).changes).toMatchObject([{ atMs: 3_000 + HOUR_MS }]);
  expect(shifted.logs?.[0]).toMatchObject({ firstMs: null, lastMs: 4_000 + HOUR_MS });
});

it("changes nothing where the clocks agree", () => {
  expect(shiftSnapshot(emptySnapshot, 0)).toBe(emptySnapshot);
});
