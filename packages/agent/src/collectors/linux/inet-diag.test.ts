import { SOCKET_FLAG } from "@berth/shared/domain/ports/socket-table.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemError } from "../../testing/fake-host-files.ts";
import { listSink } from "../../testing/list-sink.ts";
import { readRecordedDumps, recordedNetlink } from "../../testing/recorded-netlink.ts";
import { InetDiag } from "./inet-diag.ts";

const DUMPS = readRecordedDumps(new URL("recordings/sock-diag-tcp-and-udp.hex", import.meta.url));
const TCP_DUMPS = DUMPS.slice(0, 2);
const UDP_DUMPS = DUMPS.slice(2);

function dumpTcp(dumps: Uint8Array[][]) {
  const sink = listSink();
  const netlink = recordedNetlink(dumps);
  return { outcome: new InetDiag().dumpTcp(netlink, sink, true), sockets: sink.sockets, requests: netlink.requests };
}

const control = (type: number, payload: number[] = [], flags = 2): Uint8Array => {
  const bytes = new Uint8Array(16 + 4 * payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  for (const [index, word] of payload.entries()) view.setInt32(16 + 4 * index, word, true);
  return bytes;
};

describe("a recorded dump", () => {
  test("every socket of the scene is seen, listeners first", () => {
    const { outcome, sockets } = dumpTcp(TCP_DUMPS);
    expect(outcome).toEqual({ reason: null, detail: "", isInterrupted: false, closed: 4 });
    const inState = (state: number) => sockets.filter((socket) => socket.state === state).length;
    expect({ listen: inState(10), established: inState(1), timeWait: inState(6), boundInactive: inState(7) }).toEqual({
      listen: 2,
      established: 16,
      timeWait: 7,
      boundInactive: 4,
    });
    expect(sockets.slice(0, 2).map(({ state, localPort }) => [state, localPort])).toEqual([
      [10, 9001],
      [10, 9000],
    ]);
  });

  test("addresses, ports and timers are the kernel's", () => {
    const { sockets } = dumpTcp(TCP_DUMPS);
    const timeWait = sockets.find(({ state }) => state === 6)!;
    expect(timeWait).toMatchObject({ family: 4, remotePort: 9000, local: [0x0100007f, 0, 0, 0], remote: [0x0100007f, 0, 0, 0], inode: 0 });
    expect(timeWait.expiresMs).toBeGreaterThan(50_000);
    expect(timeWait.expiresMs).toBeLessThanOrEqual(60_000);
    const v6 = sockets.find(({ family, state }) => family === 6 && state === 1)!;
    expect(v6.local).toEqual([0, 0, 0, 0x01000000]);
    expect(v6.inode).toBeGreaterThan(0);
    expect(v6.flags & SOCKET_FLAG.noPort).toBe(0);
  });

  test("UDP comes in one dump a family", () => {
    const sink = listSink();
    expect(new InetDiag().dumpUdp(recordedNetlink(UDP_DUMPS), sink).reason).toBeNull();
    expect(sink.sockets.map(({ family, state }) => [family, state])).toEqual([
      [6, 7],
      [4, 1],
      [4, 7],
    ]);
  });

  test("listeners and the rest are asked for apart, bound-inactive sockets only when wanted", () => {
    const states = (withBoundInactive: boolean) => {
      const netlink = recordedNetlink(TCP_DUMPS);
      new InetDiag().dumpTcp(netlink, listSink(), withBoundInactive);
      return netlink.requests.map((request) => new DataView(request.buffer).getUint32(16 + 52, true));
    };
    expect(states(true)).toEqual([1 << 10, 0x2fff & ~(1 << 10)]);
    expect(states(false)).toEqual([1 << 10, 0xfff & ~(1 << 10)]);
  });
});

describe("a dump that is not whole is a failure", () => {
  test("cut off anywhere, it never passes for a shorter table", () => {
    const rest = TCP_DUMPS[1]![0]!;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: rest.length - 4 }), (length) => {
        const { outcome } = dumpTcp([TCP_DUMPS[0]!, [rest.slice(0, length)]]);
        expect(outcome.reason).not.toBeNull();
      }),
    );
  });

  test("garbled anywhere, it never throws", () => {
    const bytes = fc.array(fc.tuple(fc.nat(TCP_DUMPS[1]![0]!.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(bytes, (changes) => {
        const garbled = TCP_DUMPS[1]![0]!.slice();
        for (const [at, value] of changes) garbled[at] = value;
        expect(() => dumpTcp([TCP_DUMPS[0]!, [garbled, control(3, [0])]])).not.toThrow();
      }),
    );
  });

  test.each([
    ["EPERM in an error message", [control(2, [-1])], "denied"],
    ["a protocol that the kernel does not know", [control(2, [-2])], "unsupported"],
    ["an error at the end", [control(3, [-12])], "unsupported"],
    ["an overrun", [control(4), control(3, [0])], "truncated"],
    ["a message of another family", [control(99), control(3, [0])], "malformed"],
    ["no end", [], "timeout"],
  ] as const)("%s", (_, datagrams, reason) => {
    expect(dumpTcp([TCP_DUMPS[0]!, [...datagrams]]).outcome.reason).toBe(reason);
  });

  test("an overrun of the socket drains what is left, so that the next dump is its own", () => {
    const recorded = recordedNetlink([...TCP_DUMPS, ...TCP_DUMPS]);
    let isOverrun = true;
    const netlink = {
      ...recorded,
      receive: (into: Uint8Array) => {
        if (recorded.requests.length !== 2 || !isOverrun) return recorded.receive(into);
        isOverrun = false;
        throw systemError("ENOBUFS", "recv");
      },
    };
    const diag = new InetDiag();
    expect(diag.dumpTcp(netlink, listSink(), true).reason).toBe("truncated");
    const sink = listSink();
    expect(diag.dumpTcp(netlink, sink, true).reason).toBeNull();
    expect(sink.sockets).toHaveLength(29);
  });

  test("a table that changed under the dump is said to have", () => {
    expect(dumpTcp([TCP_DUMPS[0]!, [control(3, [0], 0x12)]]).outcome).toMatchObject({ reason: null, isInterrupted: true });
  });
});
