import { expect, it } from "vitest";
import { isInternalAddress, isPublicAddress } from "./internal-address.ts";

it.each([
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "100.127.255.255",
  "fc00::1",
  "fd12:3456::1",
])("%s is internal", (address) => {
  expect(isInternalAddress(address)).toBe(true);
});

it.each([
  "11.0.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.169.0.1",
  "100.63.255.255",
  "100.128.0.1",
  "127.0.0.1",
  "169.254.1.1",
  "8.8.8.8",
  "::1",
  "fe80::1",
  "2001:db8::1",
  "0a00::1",
  "pseudonym-4f2a",
])("%s is not", (address) => {
  expect(isInternalAddress(address)).toBe(false);
});

it.each(["8.8.8.8", "100.128.0.1", "223.255.255.255", "2001:db8::1"])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  "10.0.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "ff02::1",
  "fd00::1",
  "host",
  "",
])("%j is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
