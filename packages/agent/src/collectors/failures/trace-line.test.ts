import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTrace } from "./trace-line.ts";

const autobind = (family: "AF_INET" | "AF_INET6", to: string) =>
  `inet_sock_set_state: family=${family} protocol=IPPROTO_TCP sport=0 dport=9000 saddr=127.0.0.1 daddr=127.0.0.9 saddrv6=${to === "mapped" ? "::ffff:127.0.0.1" : "fd00::1"} daddrv6=${to === "mapped" ? "::ffff:127.0.0.9" : "fd00::2"} oldstate=TCP_SYN_SENT newstate=TCP_CLOSE`;
const rest = (said: string) => `-10044   [001] .....  1077.322646: ${said}`;
const line = (name: string, said = autobind("AF_INET", "mapped")) => `${name.padStart(16)}${rest(said)}`;
const only = (text: string) => {
  const { failures } = readTrace(text);
  expect(failures).toHaveLength(1);
  return failures[0]!;
};

describe("a line of the trace", () => {
  test("a connect() without a port names thread, time and destination", () => {
    expect(only(line("checkout"))).toEqual({
      threadId: 10_044,
      threadName: "checkout",
      atMs: expect.closeTo(1_077_322.646, 6),
      call: { kind: "autobind", source: "127.0.0.1", destination: { address: "127.0.0.9", port: 9000 } },
    });
  });

  test("an IPv4 destination of an IPv6 socket is IPv4, as the kernel's ports are", () => {
    expect(only(line("a", autobind("AF_INET6", "mapped"))).call).toMatchObject({ destination: { address: "127.0.0.9" } });
    expect(only(line("a", autobind("AF_INET6", "v6"))).call).toMatchObject({ source: "fd00::1", destination: { address: "fd00::2" } });
  });

  test.each([
    ["sys_bind -> 0xffffffffffffff9e", "bind-in-use"],
    ["sys_bind -> 0xffffff9e", "bind-in-use"],
    ["sys_connect -> 0xfffffffffffffff5", "connect-again"],
  ])("%s", (said, kind) => {
    expect(only(line("dig", said)).call).toEqual({ kind });
  });

  test.each(["sys_bind -> 0x0", "sys_connect -> 0xffffffffffffff91", "sys_bind -> 0xfffffffffffffff5", "sched_switch: prev_comm=x"])(
    "%s is none of ours",
    (said) => {
      expect(readTrace(line("x", said)).failures).toEqual([]);
    },
  );

  test("a thread whose name the kernel forgot has none; with tgids recorded they are skipped", () => {
    expect(only(line("<...>")).threadName).toBeNull();
    expect(only(line("x").replace("-10044 ", "-10044 (  10040) ")).threadId).toBe(10_044);
  });

  test("what was overwritten is counted", () => {
    expect(readTrace(`CPU:1 [LOST 12 EVENTS]\n${line("x")}\nCPU:0 [LOST 3 EVENTS]\n`)).toMatchObject({ lost: 15, failures: [{}] });
  });

  test("no name, whatever it holds, changes what the line says, and none makes up a failure", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 15 }),
      fc.constantFrom("-1 [000] . 1.0:", "\nx-1 [000] . 1", "a-1 [0] b: x-7", "sys_bind -> 0x", "CPU:0 [LOST 9 E"),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const { failures } = readTrace(names.map((each) => line(each)).join("\n"));
        expect(failures).toHaveLength(names.length);
        for (const { threadId, call } of failures) {
          expect(threadId).toBe(10_044);
          expect(call).toMatchObject({ destination: { address: "127.0.0.9", port: 9000 } });
        }
        expect(readTrace(names.join("\n")).failures).toEqual([]);
      }),
    );
  });
});
