import { describe, expect, it } from "vitest";
import { autobound, SMALL_RANGE, tableOf } from "../../testing/any-sockets.ts";
import { MAPPED_WORD, parseAddress } from "../network/address.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { DRY_RUN_PORT, DRY_RUN_TARGET } from "./dry-run.ts";
import { SocketTable } from "./socket-table.ts";

describe("socket table", () => {
  it("keeps what lies in the range and counts everything", () => {
    const inside = autobound(3, { remote: "10.9.9.9", remotePort: 443 });
    const table = tableOf([...inside, { ...inside[0]!, port: 22 }]);
    expect([table.length, table.seen, table.groupCount, table.stateCounts.v4[TCP_STATE_NUMBER.established]]).toEqual([3, 4, 1, 4]);
  });

  it("holds many groups and rows through its growth, and finds each again", () => {
    const range = { low: 1024, high: 65_535 };
    const [socket] = autobound(1, { remote: "10.9.9.9", remotePort: 443 }, "10.0.0.1");
    const sockets = Array.from({ length: 5000 }, (_, index) => ({
      ...socket!,
      remote: `10.${index >> 8}.${index & 255}.1`,
      port: 1024 + index,
    }));
    const table = tableOf(sockets, range);
    expect([table.length, table.groupCount]).toEqual([5000, 5000]);
    for (const index of [0, 4999]) {
      const group = table.findGroup(parseAddress("10.0.0.1")!, parseAddress(sockets[index]!.remote)!, 443, 0);
      expect(table.port[table.group.indexOf(group)]).toBe(1024 + index);
    }
    table.reset(range, []);
    expect([table.length, table.groupCount, table.findGroup(parseAddress("10.0.0.1")!, parseAddress("10.0.0.1")!, 443, 0)]).toEqual([
      0, 0, -1,
    ]);
  });

  it("puts a v4-mapped socket into the IPv4 tuple space", () => {
    const table = tableOf([]);
    const [local, remote] = [parseAddress("127.0.0.1")!.words[0], parseAddress("127.0.0.2")!.words[0]];
    table.add(6, TCP_STATE_NUMBER.established, 40_000, 443, 0, 0, MAPPED_WORD, local, 0, 0, MAPPED_WORD, remote, 0, 0, 0, 1);
    expect(table.findGroup(parseAddress("127.0.0.1")!, parseAddress("127.0.0.2")!, 443, 0)).toBe(0);
  });

  it("takes no port for a request socket and sets server-side TIME_WAIT apart", () => {
    const table = tableOf([]);
    table.reset(SMALL_RANGE, []);
    const add = (state: number, port: number) =>
      table.add(4, state, port, state === TCP_STATE_NUMBER.listen ? 0 : 5555, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
    add(TCP_STATE_NUMBER.listen, 443);
    add(TCP_STATE_NUMBER.timeWait, 443);
    add(TCP_STATE_NUMBER.synRecv, 40_001);
    expect([table.length, table.serverTimeWait, table.stateCounts.v4[TCP_STATE_NUMBER.synRecv]]).toEqual([0, 1, 1]);
  });

  it("leaves out the dry runs of an agent, and nothing else that goes to their port", () => {
    const table = new SocketTable();
    table.reset({ low: 40_000, high: 40_019 }, []);
    const [{ words }, { words: v6 }] = [DRY_RUN_TARGET.v4, DRY_RUN_TARGET.v6];
    const [synSent, established] = [TCP_STATE_NUMBER.synSent, TCP_STATE_NUMBER.established];
    table.add(4, synSent, 40_000, DRY_RUN_PORT, 0x0200007f, 0, 0, 0, ...words, 0, 4, 0, 7);
    table.add(6, synSent, 40_001, DRY_RUN_PORT, ...v6, ...v6, 0, 4, 0, 8);
    expect([table.length, table.seen]).toEqual([0, 0]);
    table.add(4, established, 40_002, DRY_RUN_PORT, 0x0200007f, 0, 0, 0, ...words, 0, 0, 0, 9);
    table.add(4, synSent, 40_003, DRY_RUN_PORT, 0x0200007f, 0, 0, 0, 0x0300007f, 0, 0, 0, 0, 0, 0, 10);
    table.add(4, synSent, 40_004, 443, 0x0200007f, 0, 0, 0, ...words, 0, 4, 0, 11);
    expect([table.length, table.seen]).toEqual([3, 3]);
  });
});
