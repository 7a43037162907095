import { expect, test } from "vitest";
import { fakeHostFiles } from "../testing/fake-host-files.ts";
import { deviceIndexIn, machineRouting } from "./routes.ts";

const IGMP =
  "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n";
const IF_INET6 = "fe8000000000000000fcfffffe000001 0b 40 20 80     eth0\n";
const FILES = fakeHostFiles({ texts: { "/proc/thread-self/net/igmp": IGMP, "/proc/thread-self/net/if_inet6": IF_INET6 } });

test("an interface is found by IPv4 or by IPv6", () => {
  expect(deviceIndexIn(FILES, "lo")).toBe(1);
  expect(deviceIndexIn(FILES, "eth0")).toBe(0x0b);
  expect(deviceIndexIn(FILES, "eth1")).toBeNull();
  expect(deviceIndexIn(fakeHostFiles({}), "lo")).toBeNull();
});

test("without anything native a UDP socket shows the source of loopback", async (ctx) => {
  if (process.platform !== "linux") return ctx.skip("reads /proc");
  expect(await machineRouting(null).sourceFor("127.0.0.1", 4, null)).toEqual({ source: "127.0.0.1", kind: "local" });
});

test("a link-local destination without its link has no route, and a name is no address", async () => {
  expect(await machineRouting(null).sourceFor("fe80::1", 6, null)).toEqual({ reason: "no-route" });
  expect(await machineRouting(null).sourceFor("example.net", 4, null)).toEqual({ reason: "malformed" });
});
