import { expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { prettyName, readHostRelease, showsBoundInactive } from "./host-identity.ts";

test.each([
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian"\n', "Debian GNU/Linux 12 (bookworm)"],
  ["NAME=x\nPRETTY_NAME='Alpine Linux v3.22'\n", "Alpine Linux v3.22"],
  ["PRETTY_NAME=Arch\n", "Arch"],
  ['PRETTY_NAME="The \\"Best\\" Linux"\n', 'The "Best" Linux'],
  ["NAME=x\n", ""],
])("os-release %j", (text, name) => {
  expect(prettyName(text)).toBe(name);
});

test("what cannot be read is unknown, not a failure", () => {
  const files = fakeHostFiles({ texts: { "/proc/sys/kernel/osrelease": "6.18.44\n", "/etc/os-release": { code: "EACCES" } } });
  expect(readHostRelease(files)).toEqual({ osVersion: "unknown", kernel: "6.18.44", bootId: "unknown" });
});

test.each([
  ["6.8.0-31-generic", true],
  ["6.18.44", true],
  ["7.0", true],
  ["6.7.12", false],
  ["5.15.0", false],
  ["unknown", false],
])("Linux %s shows bound-inactive sockets: %s", (kernel, expected) => {
  expect(showsBoundInactive(kernel)).toBe(expected);
});
