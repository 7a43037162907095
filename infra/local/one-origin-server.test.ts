import { afterEach, describe, expect, it, vi } from "vitest";
import { isApiPath, listenOnOneOrigin, type OneOriginServer } from "./one-origin-server.ts";
import { findFreePort, listeningInodes } from "./port-holder.ts";
import type { StartFailure } from "./start-failure.ts";

const servers: OneOriginServer[] = [];

async function serve(listen = "127.0.0.1", port?: number) {
  const server = await listenOnOneOrigin({ listen, port: port ?? (await findFreePort(listen)) });
  servers.push(server);
  return server;
}

function openWithNames(server: OneOriginServer) {
  server.open({
    api: ({ url }) => new Response(`api ${new URL(url).pathname}`),
    pages: (request, response) => void response.end(`page ${request.url}`),
  });
}

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close(100))));

describe("one origin", () => {
  it("gives the API its paths and the pages all others", () => {
    expect(["/v1", "/v1/hosts?x=1", "/healthz", "/docs", "/docs/problems/x"].filter((url) => !isApiPath(url))).toEqual([]);
    expect(["/", "/en", "/v10", "/documents", "/healthzz", "/en/v1", "/_next/static/x.js"].filter(isApiPath)).toEqual([]);
  });

  it("answers both through one port, and makes requests wait until it is open", async () => {
    const server = await serve();
    const early = fetch(`http://127.0.0.1:${server.port}/v1/hosts`);
    openWithNames(server);
    expect(await (await early).text()).toBe("api /v1/hosts");
    expect(await (await fetch(`http://127.0.0.1:${server.port}/en`)).text()).toBe("page /en");
  });

  it("listens on IPv6", async () => {
    const server = await serve("::1");
    openWithNames(server);
    expect(await (await fetch(`http://[::1]:${server.port}/healthz`)).text()).toBe("api /healthz");
  });

  it("answers 500 where a page throws, says why on standard error, and goes on", async () => {
    const server = await serve();
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    server.open({ api: () => new Response("ok"), pages: () => Promise.reject(new Error("broken page")) });
    expect((await fetch(`http://127.0.0.1:${server.port}/en`)).status).toBe(500);
    expect(said.mock.calls.join("")).toContain("GET /en: Error: broken page");
    said.mockRestore();
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  });
});

describe("a port that cannot be had", () => {
  const problem = (listen: string, port: number) =>
    listenOnOneOrigin({ listen, port }).then(undefined, (error: StartFailure) => error.problem);

  it("is named with its holder and a free port instead", async () => {
    const { port } = await serve();
    const found = await problem("127.0.0.1", port);
    expect(found).toMatchObject({ kind: "port-taken", port, freePort: expect.any(Number) });
    if (process.platform === "linux") expect(found).toMatchObject({ holder: expect.stringContaining(`process ${process.pid}`) });
  });

  it("is told from an address that this machine does not have", async () => {
    expect(await problem("192.0.2.1", 20_000)).toEqual({ kind: "bad-listen-address", value: "192.0.2.1" });
  });

  it("is looked up among the listeners of a /proc/net/tcp table alone", () => {
    const line = (local: string, state: string, inode: number) =>
      `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
    const table = [
      "  sl  local_address ...",
      line("0100007F:12AC", "0A", 71),
      line("0100007F:12AC", "01", 72),
      line("0100007F:12AD", "0A", 73),
    ];
    expect(listeningInodes(table.join("\n"), 0x12ac)).toEqual(["71"]);
  });
});
