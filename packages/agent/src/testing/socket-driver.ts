/** Runs inside a network namespace and holds real sockets for a test: one JSON command a line, one JSON answer a line. */
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import {
  acceptSocket,
  closeSocket,
  type Failure,
  localPort,
  openSocket,
  resetSocket,
  type SocketRecipe,
  shutdownBoth,
  shutdownSocket,
} from "./kernel-sockets.ts";

export type DriverCommand =
  | { do: "sysctl"; name: string; value: string }
  /** What ps calls the process. */
  | { do: "name"; name: string }
  /** Opens up to `count` sockets by one recipe, `step` ports apart where it binds explicitly; answers how many and why it stopped. */
  | { do: "open"; set: string; count: number; recipe: SocketRecipe; step?: number }
  /** Accepts everything that waits on the listeners of a set. */
  | { do: "accept"; listeners: string; set: string }
  | { do: "end"; set: string; how: "close" | "reset" | "shutdown" | "shutdownBoth" }
  /** Opens sockets until the kernel refuses or `limit` is reached, then resets them all. */
  | { do: "truth"; recipe: SocketRecipe; limit: number };

export interface DriverAnswer {
  count: number;
  ports: number[];
  stopped: Failure | null;
}

const sets = new Map<string, number[]>();

function open(recipe: SocketRecipe, count: number, step = 0): { made: number[]; stopped: Failure | null } {
  const made: number[] = [];
  for (let index = 0; index < count; index++) {
    const bind = recipe.bind && { ...recipe.bind, port: recipe.bind.port + step * index };
    const fd = openSocket(bind ? { ...recipe, bind } : recipe);
    if (typeof fd !== "number") return { made, stopped: fd };
    made.push(fd);
  }
  return { made, stopped: null };
}

function run(command: DriverCommand): DriverAnswer {
  switch (command.do) {
    case "sysctl":
      writeFileSync(`/proc/sys/${command.name.replaceAll(".", "/")}`, command.value);
      return { count: 0, ports: [], stopped: null };
    case "name":
      process.title = command.name;
      return { count: 0, ports: [], stopped: null };
    case "open": {
      const { made, stopped } = open(command.recipe, command.count, command.step);
      sets.set(command.set, [...(sets.get(command.set) ?? []), ...made]);
      return { count: made.length, ports: made.map(localPort), stopped };
    }
    case "accept": {
      const accepted: number[] = [];
      for (const listener of sets.get(command.listeners) ?? [])
        for (let fd = acceptSocket(listener); fd !== null; fd = acceptSocket(listener)) accepted.push(fd);
      sets.set(command.set, [...(sets.get(command.set) ?? []), ...accepted]);
      return { count: accepted.length, ports: [], stopped: null };
    }
    case "end": {
      const end = { close: closeSocket, reset: resetSocket, shutdown: shutdownSocket, shutdownBoth }[command.how];
      const fds = sets.get(command.set) ?? [];
      for (const fd of fds) end(fd);
      if (command.how === "close" || command.how === "reset") sets.delete(command.set);
      return { count: fds.length, ports: [], stopped: null };
    }
    case "truth": {
      const { made, stopped } = open(command.recipe, command.limit);
      for (const fd of made) resetSocket(fd);
      return { count: made.length, ports: [], stopped };
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
