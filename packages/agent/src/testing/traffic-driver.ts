/** Runs inside a network namespace: `serve` echoes what it is sent on every address, `hold` keeps a connection, `dial` tries local ports, one JSON line a question. */
import { connect, createServer } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";

export interface Dial {
  from: string;
  to: string;
  port: number;
  localPorts: number[];
  patienceMs: number;
}

const [role, port, from, to, localPort] = process.argv.slice(2);
if (role === "serve") {
  const server = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  server.listen({ host: "::", port: Number(port), backlog: 4096 }, () => process.stdout.write("ready\n"));
} else if (role === "hold") {
  connect({ host: to!, port: Number(port), localAddress: from!, localPort: Number(localPort) }, () => process.stdout.write("ready\n"));
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const dial: Dial = JSON.parse(line);
    const heard = await Promise.all(dial.localPorts.map((localPort) => isAnswered(dial, localPort)));
    process.stdout.write(`${JSON.stringify(dial.localPorts.filter((_, index) => heard[index]))}\n`);
  }
}

/** Connected, and what was sent came back. */
function isAnswered({ from, to, port, patienceMs }: Dial, localPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: to, port, localAddress: from, localPort });
    const end = (isHeard: boolean) => {
      socket.resetAndDestroy();
      resolve(isHeard);
    };
    setTimeout(() => end(false), patienceMs);
    socket.on("connect", () => socket.write("x"));
    socket.on("data", () => end(true));
    socket.on("error", () => end(false));
  });
}
