import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY_V6, formatAddress, formatEndpoint, isLoopback, isWildcard, parseAddress } from "./address.ts";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe("addresses", () => {
  it("come back from their text", () => {
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const v4 = { family: 4 as const, words: [a, 0, 0, 0] as const };
        expect(parseAddress(formatAddress(v4))).toEqual(v4);
        // A first word of its own keeps it from being v4-mapped, which is IPv4.
        const v6 = { family: 6 as const, words: [a | 1, b, c, d] as const };
        expect(parseAddress(formatAddress(v6))).toEqual(v6);
      }),
    );
  });

  it.each([
    ["::", "::"],
    ["::1", "::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:DB8::A", "2001:db8::a"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
    ["::ffff:10.0.0.5", "10.0.0.5"],
  ])("writes %s as RFC 5952 does", (text, canonical) => {
    expect(formatAddress(parseAddress(text)!)).toBe(canonical);
  });

  it.each(["", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "::1%lo", "host"])(
    "refuses %j",
    (text) => {
      expect(parseAddress(text)).toBeNull();
    },
  );

  it("knows loopback and wildcard by their bytes", () => {
    expect(["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"].every((text) => isLoopback(parseAddress(text)!))).toBe(true);
    expect(["128.0.0.1", "10.0.0.127", "::2", "::"].some((text) => isLoopback(parseAddress(text)!))).toBe(false);
    expect(isWildcard(ANY_V6)).toBe(true);
  });

  it("brackets IPv6 before a port", () => {
    expect([formatEndpoint("::1", 443), formatEndpoint("10.0.0.5", 6379)]).toEqual(["[::1]:443", "10.0.0.5:6379"]);
  });
});
