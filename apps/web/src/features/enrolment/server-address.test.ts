import { expect, test } from "vitest";
import { isLoopbackHost } from "./server-address.ts";

test.each([
  "127.0.0.1",
  "127.0.0.1:4780",
  "127.8.9.1:80",
  "localhost",
  "localhost:4780",
  "berth.localhost:4780",
  "[::1]:4780",
  "LOCALHOST",
])("%s is out of reach for other hosts", (host) => expect(isLoopbackHost(host)).toBe(true));

test.each(["10.0.0.4:4780", "berth.example", "localhost.example.com", "128.0.0.1", "[2001:db8::1]:4780", "127.0.0.1.example"])(
  "%s is not a loopback address",
  (host) => expect(isLoopbackHost(host)).toBe(false),
);
