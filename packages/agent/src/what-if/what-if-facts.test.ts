import { findCollisions } from "@berth/shared/domain/remedies/collisions.ts";
import { describe, expect, it } from "vitest";
import { replayOf } from "../testing/bundles.ts";
import { readWhatIfFacts } from "./what-if-facts.ts";

const DYNAMIC_PORTS = `
Protocol tcp Dynamic Port Range
---------------------------------
Start Port      : 49152
Number of Ports : 16384
`;
const row = (local: string, remote: string, state: string, pid: number) =>
  `  TCP    ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}\n`;
const connections = (count: number, state: string) =>
  Array.from({ length: count }, (_, index) =>
    row(`10.0.0.5:${50_000 + index}`, "10.0.0.9:443", state, state === "TIME_WAIT" ? 0 : 700),
  ).join("");
const NETSTAT = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
${row("0.0.0.0:20100", "0.0.0.0:0", "LISTENING", 900)}${row("[::]:20100", "[::]:0", "LISTENING", 900)}${connections(300, "ESTABLISHED")}`;

const BUNDLE = { "netsh_int_ipv4_show_dynamicport_tcp.txt": DYNAMIC_PORTS, "netstat_-ano.txt": NETSTAT };

describe("what changes are worked out on, from another host's files", () => {
  it("is every socket that the listings show, whatever its port", () => {
    const facts = readWhatIfFacts(replayOf(BUNDLE, "windows"))!;
    expect(facts.isFromSockets).toBe(true);
    const range = { low: 15_000, high: 65_535 };
    const [tuple] = facts.simulator([{ kind: "set-range", range }])!.tuples;
    expect([tuple!.before.capacity, tuple!.before.used]).toEqual([16_384, 300]);
    // The listener's port is taken from everyone once the range takes it in.
    expect([tuple!.after.capacity, tuple!.after.used]).toEqual([50_536, 301]);
    const { snapshot, namespace, present, listeners } = facts;
    expect(findCollisions({ snapshot, namespace, before: present, after: { ...present, range }, listeners })).toMatchObject([
      { severity: "blocks", kind: "listener", port: 20_100 },
    ]);
  });

  it("is counts where the range is only assumed", () => {
    expect(readWhatIfFacts(replayOf({ "netstat_-ano.txt": NETSTAT }, "windows"))!.isFromSockets).toBe(false);
  });
});
