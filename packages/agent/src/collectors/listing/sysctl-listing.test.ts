import { expect, it } from "vitest";
import { parseSysctls } from "./sysctl-listing.ts";

it("reads the settings of each system, empty ones and such with colons and blanks in them", () => {
  const linux =
    'net.ipv4.ip_local_port_range = 32768\t60999\nnet.ipv4.ip_local_reserved_ports = \nnet.ipv4.conf.eth0/1.forwarding = 0\nsysctl: reading key "kernel.spl_hash"\n';
  expect(Object.fromEntries(parseSysctls(linux))).toEqual({
    "net.ipv4.ip_local_port_range": "32768\t60999",
    "net.ipv4.ip_local_reserved_ports": "",
    "net.ipv4.conf.eth0/1.forwarding": "0",
  });
  const bsd =
    "kern.ostype: FreeBSD\r\nkern.version: FreeBSD 14.1-RELEASE: GENERIC\r\n    releng/14.1\r\nnet.inet.ip.portrange.first: 10000\r\n";
  expect(Object.fromEntries(parseSysctls(bsd))).toEqual({
    "kern.ostype": "FreeBSD",
    "kern.version": "FreeBSD 14.1-RELEASE: GENERIC",
    "net.inet.ip.portrange.first": "10000",
  });
});
