import { EnrolReceipt, SnapshotReceipt, SnapshotReceipts } from "@berth/shared/contract/agents.ts";
import { describe, expect, it } from "vitest";
import { readEnrolReceipt, readProblem, readReceipt } from "./server-answer.ts";

const settings = { version: 3, sampleSeconds: 30, frameSamples: 12 };
const receipt = { snapshotId: "host_a@1", isNew: true, serverNowMs: 5, isWatched: false, needsSetup: true };
const credential = `berth_host_a_${"c".repeat(43)}_0123abcd`;

describe("server answers", () => {
  it("reads what the contract lets the server say", () => {
    expect(readReceipt(JSON.stringify(SnapshotReceipt.parse({ ...receipt, settings })), 1)).toEqual({
      serverNowMs: 5,
      settings,
      isWatched: false,
      needsSetup: true,
    });
    const several = SnapshotReceipts.parse({ receipts: [receipt, receipt], stored: 2, serverNowMs: 6, isWatched: true, needsSetup: false });
    expect(readReceipt(JSON.stringify(several), 2)).toEqual({ serverNowMs: 6, settings: null, isWatched: true, needsSetup: false });
    const enrolled = EnrolReceipt.parse({ hostId: "host_a", credential, serverNowMs: 7, settings });
    expect(readEnrolReceipt(JSON.stringify(enrolled))).toEqual(enrolled);
  });

  it("takes an older server's for one that wants every sample at once, has its setup, and gives six samples to a frame", () => {
    const older = { snapshotId: "host_a@1", isNew: true, serverNowMs: 5, settings: { version: 3, sampleSeconds: 30 } };
    expect(readReceipt(JSON.stringify(older), 1)).toEqual({
      serverNowMs: 5,
      settings: { version: 3, sampleSeconds: 30, frameSamples: 6 },
      isWatched: true,
      needsSetup: false,
    });
  });

  it.each([
    ["a page", "<html>", 1],
    ["another service's JSON", '{"status":"ok"}', 1],
    ["fewer receipts than snapshots", JSON.stringify({ receipts: [receipt], serverNowMs: 1 }), 2],
    ["no time", JSON.stringify({ ...receipt, serverNowMs: undefined }), 1],
    ["a list", "[]", 1],
    ["half an answer", '{"snapshotId":"s', 1],
  ])("takes %s for no receipt", (_name, text, count) => {
    expect(() => readReceipt(text, count)).toThrow(SyntaxError);
  });

  it.each([
    ["no credential", { hostId: "host_a", serverNowMs: 7, settings }],
    ["a credential that would break a header", { hostId: "host_a", credential: `${credential}\r\nx: y`, serverNowMs: 7, settings }],
    ["a host id that is a path", { hostId: "../etc", credential, serverNowMs: 7, settings }],
    ["an interval out of bounds", { hostId: "host_a", credential, serverNowMs: 7, settings: { version: 1, sampleSeconds: 0 } }],
    ["a frame of more than a request holds", { hostId: "host_a", credential, serverNowMs: 7, settings: { ...settings, frameSamples: 61 } }],
  ])("takes %s for no enrolment", (_name, body) => {
    expect(() => readEnrolReceipt(JSON.stringify(body))).toThrow(SyntaxError);
  });

  it("reads a problem by its media type only", () => {
    const body = JSON.stringify({ type: "/docs/problems/clock-out-of-window", detail: "late", status: 422, serverNowMs: 9 });
    expect(readProblem("application/problem+json", body)).toEqual({ name: "clock-out-of-window", detail: "late", serverNowMs: 9 });
    expect(readProblem("text/html", body)).toBeNull();
    expect(readProblem("application/problem+json", "{")).toBeNull();
  });
});
