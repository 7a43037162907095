import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { listSink } from "../../testing/list-sink.ts";
import { readRecordedDumps, recordedNetlink } from "../../testing/recorded-netlink.ts";
import { InetDiag } from "./inet-diag.ts";
import { ProcNet } from "./proc-net.ts";

const recorded = (name: string) => readFileSync(new URL(`recordings/cat-proc-net-${name}.txt`, import.meta.url), "utf8");
const TABLES = { "/net/tcp": recorded("tcp"), "/net/tcp6": recorded("tcp6"), "/net/udp": recorded("udp"), "/net/udp6": recorded("udp6") };

function readTcp(texts: Record<string, string>) {
  const sink = listSink();
  new ProcNet().readTcp(fakeHostFiles({ texts }), "/net", sink);
  return sink.sockets;
}

describe("recorded tables", () => {
  test("show what netlink shows of the same scene, but for bound-inactive sockets", () => {
    const dumps = readRecordedDumps(new URL("recordings/sock-diag-tcp-and-udp.hex", import.meta.url));
    const sink = listSink();
    new InetDiag().dumpTcp(recordedNetlink(dumps), sink, true);
    const key = (socket: { family: number; state: number; localPort: number; remotePort: number; local: number[]; remote: number[] }) =>
      [socket.family, socket.state, socket.localPort, socket.remotePort, socket.local, socket.remote].join();
    const shown = sink.sockets.filter(({ state }) => state !== 7).map(key);
    expect(readTcp(TABLES).map(key).sort()).toEqual(shown.sort());
  });

  test("listeners of both families come first", () => {
    const states = readTcp(TABLES).map(({ state }) => state);
    expect(states.slice(0, 2)).toEqual([10, 10]);
    expect(states.slice(2)).not.toContain(10);
  });

  test("a TIME_WAIT entry carries its timer in milliseconds", () => {
    const timeWait = readTcp(TABLES).filter(({ state }) => state === 6);
    expect(timeWait).toHaveLength(7);
    for (const { expiresMs } of timeWait) expect(expiresMs).toBeGreaterThan(50_000);
  });

  test("UDP of both families", () => {
    const sink = listSink();
    new ProcNet().readUdp(fakeHostFiles({ texts: TABLES }), "/net", sink);
    expect(sink.sockets.map(({ family, state }) => [family, state]).sort()).toEqual([
      [4, 1],
      [4, 7],
      [6, 7],
    ]);
  });

  test("a kernel without IPv6 has no second table", () => {
    const { "/net/tcp": tcp } = TABLES;
    expect(readTcp({ "/net/tcp": tcp }).every(({ family }) => family === 4)).toBe(true);
  });
});

describe("a table that cannot be read to its end is refused", () => {
  test("cut off anywhere but at the end of a line", () => {
    const text = TABLES["/net/tcp"];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        fc.pre(text[length - 1] !== "\n");
        expect(() => readTcp({ ...TABLES, "/net/tcp": text.slice(0, length) })).toThrow(SyntaxError);
      }),
    );
  });

  test("with a digit that is none, in any column that is used", () => {
    const lines = TABLES["/net/tcp"].split("\n");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: lines.length - 2 }), fc.integer({ min: 6, max: 66 }), (line, column) => {
        fc.pre(/[0-9A-F]/.test(lines[line]![column]!));
        const garbled = lines.with(line, `${lines[line]!.slice(0, column)}?${lines[line]!.slice(column + 1)}`);
        expect(() => readTcp({ ...TABLES, "/net/tcp": garbled.join("\n") })).toThrow(SyntaxError);
      }),
    );
  });

  test("one bad family refuses the other too: half a table would be a lie", () => {
    expect(() => readTcp({ ...TABLES, "/net/tcp6": "sl\n garbage\n" })).toThrow(SyntaxError);
  });
});
