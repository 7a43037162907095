import type { AddressInfo } from "node:net";
import net from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** Carries the bytes of each WebSocket to an ordinary PostgreSQL, as Neon's own proxy does. */
export async function startSocketProxy(databaseUrl: string): Promise<{ address: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(databaseUrl);
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket: WebSocket) => {
    const upstream = net.connect(Number(port), hostname);
    socket.on("message", (data: Buffer) => upstream.write(data));
    socket.on("close", () => upstream.destroy());
    upstream.on("data", (data) => socket.send(data));
    upstream.on("close", () => socket.close());
    upstream.on("error", () => socket.close());
  });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
