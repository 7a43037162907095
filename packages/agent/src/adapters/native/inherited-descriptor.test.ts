import { expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { inheritedSockDiagFd } from "./inherited-descriptor.ts";

const NETLINK = `sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
000000001e878837 0   0          00000000 0        0        0     2        0        26513
00000000ce445e02 4   12353      00000000 0        0        0     2        0        26530
`;
const FILES = fakeHostFiles({
  links: { "/proc/self/fd/3": "socket:[26530]", "/proc/self/fd/9": "socket:[26513]", "/proc/self/fd/5": "/tmp/file" },
  texts: { "/proc/thread-self/net/netlink": NETLINK },
});
const PID = 42;

test("a launcher's descriptor, and systemd's when it was meant for this process", () => {
  expect(inheritedSockDiagFd({ BERTH_NETLINK_FD: "3" }, PID, FILES)).toBe(3);
  expect(inheritedSockDiagFd({ LISTEN_FDS: "1", LISTEN_PID: "42" }, PID, FILES)).toBe(3);
  expect(inheritedSockDiagFd({ LISTEN_FDS: "1", LISTEN_PID: "41" }, PID, FILES)).toBeNull();
  expect(inheritedSockDiagFd({}, PID, FILES)).toBeNull();
});

test.each([
  ["a file", "5"],
  ["nothing", "77"],
  ["a netlink socket of another protocol", "9"],
  ["no number", "x"],
])("%s is not written to", (_, fd) => {
  expect(inheritedSockDiagFd({ BERTH_NETLINK_FD: fd }, PID, FILES)).toBeNull();
});
