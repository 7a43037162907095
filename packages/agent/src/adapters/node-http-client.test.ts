import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import type { HttpClient, HttpRequest } from "../uplink/http-client.ts";
import { cutSnapshot, lineWithSetup } from "../uplink/slim-snapshot.ts";
import { gzip } from "./gzip.ts";
import { nodeHttpClient } from "./node-http-client.ts";

let server: ScriptedServer;
let client: HttpClient;
beforeEach(async () => {
  server = new ScriptedServer();
  await server.listen();
  client = nodeHttpClient(`${server.url}/berth/`);
});
afterEach(async () => {
  client.close();
  await server.close();
});

const request = (further: Partial<HttpRequest> = {}): HttpRequest => ({
  path: "/v1/snapshots",
  headers: {},
  body: gzip(lineWithSetup(cutSnapshot(emptySnapshot))),
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  ...further,
});

describe("node http client", () => {
  it("asks below the server's own path", async () => {
    await client.post(request());
    expect(server.requests[0]?.path).toBe("/berth/v1/snapshots");
  });

  it("ends at its timeout however the answer trickles", async () => {
    server.script.push(({ response }) => void response.writeHead(200).write("{"));
    await expect(client.post(request({ timeoutMs: 50 }))).rejects.toThrow("ETIMEDOUT");
  });

  it("refuses an answer without end", async () => {
    server.script.push(({ response }) => void response.writeHead(200).end("x".repeat(300_000)));
    await expect(client.post(request())).rejects.toThrow("the answer is too large");
  });

  it("does not follow a redirect, which would carry the credential away", async () => {
    server.script.push(({ response }) => void response.writeHead(307, { location: `${server.url}/elsewhere` }).end());
    expect((await client.post(request())).status).toBe(307);
    expect(server.requests).toHaveLength(1);
  });

  it("sends again at once when the server had closed the idle connection", async () => {
    await client.post(request());
    server.script.push(({ response }) => void response.socket?.destroy());
    expect((await client.post(request())).status).toBe(201);
    expect(server.connections).toBe(2);
  });
});
