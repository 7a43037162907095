import { describe, expect, it } from "vitest";
import { readLabels, readServer } from "./enrol-flags.ts";
import { UsageError } from "./usage-error.ts";

describe("enrol flags", () => {
  it.each([
    ["https://berth.example", "https://berth.example"],
    ["https://berth.example/", "https://berth.example"],
    ["http://127.0.0.1:4780", "http://127.0.0.1:4780"],
    ["https://tools.example/berth//", "https://tools.example/berth"],
    ["https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
  ])("reads %s", (value, server) => {
    expect(readServer(value)).toBe(server);
  });

  it.each([
    "berth.example",
    "ftp://berth.example",
    "https://me:secret@berth.example",
    "https://berth.example/?a=1",
    "https://berth.example/#a",
    "",
    "http://",
  ])("refuses %j", (value) => {
    expect(() => readServer(value)).toThrow(UsageError);
  });

  it("reads labels, the value up to the end", () => {
    expect(readLabels(["role=web", "query=a=b", "empty="])).toEqual({ role: "web", query: "a=b", empty: "" });
  });

  it.each(["role", "=web", "a\nb=c", "a=b\u001b[31m", `${"k".repeat(65)}=v`, `k=${"v".repeat(257)}`])("refuses the label %j", (value) => {
    expect(() => readLabels([value])).toThrow(UsageError);
  });
});
