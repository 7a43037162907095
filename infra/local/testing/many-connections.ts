import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Each end of a connection is a descriptor, so that server and clients are processes of their own. */
const SERVER = `
  const server = require("node:net").createServer((socket) => socket.on("error", () => {}));
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => process.send(server.address().port));
  process.on("disconnect", () => process.exit());`;
/** A hundred under way at a time. Reset at the end, also when the test is gone: nothing stays, not even in TIME_WAIT. */
const CLIENTS = `
  const [port, count] = process.argv.slice(1).map(Number);
  const sockets = [];
  let connected = 0;
  const open = () => {
    const socket = require("node:net").connect(port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", (error) => { throw error; }).on("connect", () => {
      connected += 1;
      if (sockets.length < count) open();
      if (connected === count) process.send("all");
    });
  };
  for (let i = 0; i < Math.min(100, count); i++) open();
  process.on("disconnect", () => {
    for (const socket of sockets) socket.resetAndDestroy();
  });`;

export interface ManyConnections {
  port: number;
  close(): Promise<void>;
}

/** Opens `count` real connections from 127.0.0.1 to one new port there, and holds them. */
export async function openConnections(count: number): Promise<ManyConnections> {
  const server = start(SERVER);
  const [port] = await once(server, "message");
  const clients = start(CLIENTS, String(port), String(count));
  const ended = once(clients, "exit").then(() => Promise.reject(new Error("the clients ended early")));
  await Promise.race([once(clients, "message"), ended]);
  return {
    port,
    async close() {
      clients.disconnect();
      await ended.catch(() => undefined);
      server.disconnect();
      await once(server, "exit");
    },
  };
}

function start(script: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ["--input-type=commonjs", "-e", script, ...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}
