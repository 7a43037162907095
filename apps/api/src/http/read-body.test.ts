import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { zlibGunzip } from "../runtimes/zlib-gunzip.ts";
import { problemOf } from "./problem-response.ts";
import { type Gunzip, REQUEST_BYTES_MAX, readBody, streamGunzip } from "./read-body.ts";

/** Answers with the length of what arrived, or with the problem's code. */
const appOf = (gunzip: Gunzip) =>
  new Hono()
    .use(readBody(gunzip))
    .post("/", async (c) => c.text(String((await c.req.text()).length)))
    .onError((error, c) => c.text(problemOf(error).code));

/** `chunks` of 64 KiB without a length said before; counts how many were taken. */
function endless(chunks: number) {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken >= chunks) return controller.close();
      taken += 1;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  return { stream, taken: () => taken };
}

describe.each([
  ["a stream", streamGunzip],
  ["zlib", zlibGunzip],
])("a body, unpacked by %s", (_name, gunzip) => {
  const app = appOf(gunzip);
  const post = async (body: BodyInit, headers: Record<string, string> = {}) =>
    (await app.request("/", { method: "POST", body, headers, duplex: "half" } as RequestInit)).text();

  test("of the largest size passes, packed or not", async () => {
    const largest = Buffer.alloc(REQUEST_BYTES_MAX, "x");
    expect(await post(largest)).toBe(String(REQUEST_BYTES_MAX));
    expect(await post(gzipSync(largest), { "content-encoding": "gzip" })).toBe(String(REQUEST_BYTES_MAX));
  });

  test("of one byte more does not", async () => {
    const tooLarge = Buffer.alloc(REQUEST_BYTES_MAX + 1, "x");
    expect(await post(tooLarge)).toBe("payload-too-large");
    expect(await post(gzipSync(tooLarge), { "content-encoding": "gzip" })).toBe("payload-too-large");
  });

  test("without a length is read no further than the limit", async () => {
    const { stream, taken } = endless(1000);
    expect(await post(stream)).toBe("payload-too-large");
    expect(taken()).toBeLessThan(REQUEST_BYTES_MAX / 65_536 + 8);
  });

  test("that says it is larger is not read at all", async () => {
    const { stream, taken } = endless(1000);
    expect(await post(stream, { "content-length": String(REQUEST_BYTES_MAX + 1) })).toBe("payload-too-large");
    expect(taken()).toBeLessThan(3);
  });

  test("packed longer than the limit is refused, whatever it unpacks to", async () => {
    const { stream } = endless(1000);
    expect(await post(stream, { "content-encoding": "gzip" })).not.toMatch(/^\d/);
  });

  test("with a broken or cut gzip stream is malformed", async () => {
    const packed = gzipSync("hello");
    expect(await post("hello", { "content-encoding": "gzip" })).toBe("invalid-request");
    expect(await post(packed.subarray(0, packed.length - 4), { "content-encoding": "gzip" })).toBe("invalid-request");
  });

  test("in another encoding is not understood", async () => {
    expect(await post("hello", { "content-encoding": "br" })).toBe("unsupported-media-type");
  });
});
