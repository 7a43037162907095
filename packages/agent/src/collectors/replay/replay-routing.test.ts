import { describe, expect, it } from "vitest";
import { replayOf } from "../../testing/bundles.ts";
import { replayRouting } from "./replay-routing.ts";

const row = (port: number, source: string, destination: string) => `ESTAB 0 0 ${source}:${port} ${destination}:443\n`;
const routing = (rows: string) =>
  replayRouting(
    replayOf({
      "ss_-tan.txt": `State Recv-Q Send-Q Local Address:Port Peer Address:Port\n${rows}`,
      "sysctl_-a.txt": "net.ipv4.ip_local_port_range = 32768 60999\nnet.ipv4.ip_local_reserved_ports = \n",
    }).readOwnNamespace(),
  );

describe("routes of a host that is not here", () => {
  const rows =
    row(40_000, "10.0.0.4", "10.0.0.9") +
    row(40_002, "10.0.0.4", "10.0.0.8") +
    row(40_004, "10.1.0.4", "10.1.0.9") +
    row(40_006, "127.0.0.1", "127.0.0.1");

  it.each([
    ["to where a connection goes already", "10.1.0.9", "10.1.0.4", "unicast"],
    ["to anywhere else: the address that most leave from", "192.0.2.1", "10.0.0.4", "unicast"],
    ["to the host itself", "10.1.0.4", "10.1.0.4", "local"],
    ["over loopback", "127.0.0.5", "127.0.0.5", "local"],
  ])("%s", async (_, destination, source, kind) => {
    expect(await routing(rows).sourceFor(destination, 4, null)).toEqual({ source, kind });
  });

  it("are not known without a socket of the family", async () => {
    expect(await routing(rows).sourceFor("2001:db8::1", 6, null)).toEqual({ reason: "no-route" });
    expect(await routing("").sourceFor("192.0.2.1", 4, null)).toEqual({ reason: "no-route" });
    expect(routing(rows).deviceIndex("eth0")).toBeNull();
  });
});
