import { expect, test } from "vitest";
import { answerOf } from "./answer.ts";

const respond = (status: number, headers: Record<string, string> = {}) =>
  Promise.resolve(Response.json({ value: 1 }, { status, headers }) as Response & { ok: boolean });

test.each([
  [200, { kind: "ok", value: { value: 1 } }],
  [401, { kind: "signed-out" }],
  [404, { kind: "missing" }],
  [400, { kind: "missing" }],
  [503, { kind: "failed", status: 503, requestId: "req_1" }],
])("status %d is sorted", async (status, answer) => {
  expect(await answerOf(respond(status, { "x-request-id": "req_1" }))).toEqual(answer);
});

test("a connection that fails is an answer too", async () => {
  expect(await answerOf(Promise.reject(new TypeError("fetch failed")))).toEqual({ kind: "unreachable" });
});
