import { parseAddress } from "@berth/shared/domain/network/address.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRouteAnswer, routeRequest } from "./route-request.ts";

/** `ip -d route get 8.8.8.8` of a host with 192.0.2.2 on eth0, as RTM_NEWROUTE: RTA_DST, RTA_OIF, RTA_PREFSRC. */
const ANSWER = Uint8Array.from(
  Buffer.from(
    "34000000180000000100000000000000" + "0220000000fe000100020000" + "0800010008080808" + "0800040004000000" + "08000700c0000202",
    "hex",
  ),
);

test("the preferred source is the answer", () => {
  expect(parseRouteAnswer(ANSWER)).toEqual({ source: parseAddress("192.0.2.2"), kind: "unicast" });
});

const errorOf = (errno: number) => {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 20, true);
  view.setUint16(4, 2, true);
  view.setInt32(16, -errno, true);
  return bytes;
};

test.each([
  ["ENETUNREACH", 101, "no-route"],
  ["EHOSTUNREACH", 113, "no-route"],
  ["EINVAL, a blackhole", 22, "no-route"],
  ["EPERM", 1, "denied"],
])("%s", (_, errno, reason) => {
  expect(parseRouteAnswer(errorOf(errno))).toEqual({ reason });
});

test("an answer that is cut off or garbled is never a source of its own making", () => {
  fc.assert(
    fc.property(fc.nat(ANSWER.length - 1), (length) => {
      expect(parseRouteAnswer(ANSWER.slice(0, length))).not.toHaveProperty("source");
    }),
  );
});

test("a request names the destination, and the interface where there is one", () => {
  expect(Buffer.from(routeRequest(parseAddress("8.8.8.8")!, 0)).toString("hex")).toBe(
    "240000001a0001000000000000000000" + "022000000000000000000000" + "0800010008080808",
  );
  expect(routeRequest(parseAddress("2001:db8::1")!, 4)).toHaveLength(16 + 12 + 20 + 8);
});
