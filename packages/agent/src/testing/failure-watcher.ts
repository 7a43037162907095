/** A resident collector in a process of its own; ends by SIGTERM as an agent does, by SIGUSR2 as one with a bug. */
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { machinePorts } from "../adapters/collector-ports.ts";
import { createCollector } from "../collectors/create-collector.ts";

const collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}), isResident: true });
process.on("SIGUSR2", () => {
  throw new Error("a bug, for the test");
});
process.once("SIGTERM", () => {
  collector.close();
  process.exit(0);
});
const mounted = readFileSync("/proc/self/mountinfo", "utf8")
  .split("\n")
  .find((line) => line.includes(" - tracefs "));
process.stdout.write(`watching ${mounted && existsSync("/sys/kernel/tracing/instances") ? mounted.split(" ")[4] : "nothing"}\n`);
if (process.argv[2] === "once") {
  collector.close();
  process.exit(0);
}
setInterval(() => undefined, 1_000);
