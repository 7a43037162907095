import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { autobound, tableOf } from "@berth/shared/testing/any-sockets.ts";
import { describe, expect, it } from "vitest";
import { type FakeHost, fakeHostFiles } from "../../testing/fake-host-files.ts";
import type { HostFiles } from "../host-files.ts";
import { ProcessNamespaces } from "./process-namespaces.ts";
import { RESIDENT_ALLOWANCE, SocketOwnerSearch } from "./socket-owners.ts";

const DENIED = { code: "EACCES" };
const RANGE = { low: 40_000, high: 41_999 };
const sockets = (count: number) => [tableOf(autobound(count, { remote: "10.9.9.9", remotePort: 443 }, "127.0.0.1", RANGE), RANGE)];

/** Processes of one namespace with the inodes of their sockets; the first socket of a table has 1000. */
function hostOf(processes: Record<number, number[] | "denied">): FakeHost {
  const entries = Object.entries(processes);
  const opened = entries.flatMap(([pid, inodes]) => (inodes === "denied" ? [] : inodes.map((inode, at) => ({ pid, inode, at: at + 3 }))));
  return {
    folders: {
      "/proc": [...Object.keys(processes), "sys"],
      ...Object.fromEntries(
        entries.map(([pid, inodes]) => [
          `/proc/${pid}/fd/`,
          inodes === "denied" ? DENIED : ["0", ...inodes.map((_, at) => String(at + 3))],
        ]),
      ),
    },
    links: {
      ...Object.fromEntries(entries.map(([pid, inodes]) => [`/proc/${pid}/ns/net`, inodes === "denied" ? DENIED : "net:[1]"])),
      ...Object.fromEntries(opened.map(({ pid, inode, at }) => [`/proc/${pid}/fd/${at}`, `socket:[${inode}]`])),
    },
    identities: Object.fromEntries(entries.map(([pid]) => [`/proc/${pid}/net/sockstat`, [5, 9_100]])),
    texts: Object.fromEntries(entries.map(([pid]) => [`/proc/${pid}/stat`, `${pid} (p${pid}) S${" 0".repeat(18)} 77${" 0".repeat(9)}`])),
  };
}

/** Resolves one host after the other with the same search; each reading comes `everyMs` after the one before. */
function searching({ cpuPerLinkMs = 0, everyMs = 10_000 } = {}) {
  let host: HostFiles = fakeHostFiles({});
  let [nowMs, cpuMs, links] = [0, 0, 0];
  const files: HostFiles = {
    ...host,
    list: (path) => host.list(path),
    readText: (path) => host.readText(path),
    identify: (path) => host.identify(path),
    readLink: (path) => {
      if (path.includes("/fd/")) {
        links++;
        cpuMs += cpuPerLinkMs;
      }
      return host.readLink(path);
    },
  };
  const processes = new ProcessNamespaces();
  const search = new SocketOwnerSearch({ files, monotonicMs: () => nowMs, cpuMs: () => cpuMs }, processes, RESIDENT_ALLOWANCE);
  return (next: FakeHost, count: number) => {
    host = fakeHostFiles(next);
    nowMs += everyMs;
    links = 0;
    for (const _ of processes.scan(files));
    const gaps: Gap[] = [];
    const owners = search.resolve("1", sockets(count), gaps);
    search.endRound();
    const pids = Array.from({ length: count }, (_, at) => owners.pidOf(1_000 + at));
    return { owners, pids, gaps, links, known: [owners.known, owners.sockets] };
  };
}

describe("the owners of sockets", () => {
  it("are found by their open files, and named", () => {
    const { owners, pids, gaps, known } = searching()(hostOf({ 10: [1_001], 11: [1_000, 1_002] }), 3);
    expect(pids).toEqual([11, 10, 11]);
    expect(owners.process(11)).toMatchObject({ identity: { name: "p11", startTicks: 77 }, descriptors: 3 });
    expect([gaps, known]).toEqual([[], [3, 3]]);
  });

  it("stay known without another look, until a new socket comes", () => {
    const search = searching();
    const host = hostOf({ 10: [1_000, 1_001], 11: [] });
    expect(search(host, 2).links).toBeGreaterThan(0);
    expect(search(host, 2)).toMatchObject({ links: 0, pids: [10, 10] });
    expect(search(hostOf({ 10: [1_000, 1_001, 1_002], 11: [] }), 3)).toMatchObject({ pids: [10, 10, 10] });
  });

  it("are looked for again when a process has gone and the socket has not", () => {
    const search = searching();
    search(hostOf({ 10: [1_000], 11: [] }), 1);
    expect(search(hostOf({ 11: [1_000] }), 1).pids).toEqual([11]);
  });

  it("do not exist for a socket in flight: it is nobody's, without a gap, and without a look each time", () => {
    const search = searching();
    const host = hostOf({ 10: [1_000] });
    expect(search(host, 2)).toMatchObject({ pids: [10, 0], gaps: [], known: [1, 2] });
    expect(search(host, 2)).toMatchObject({ links: 0, pids: [10, 0], gaps: [] });
    const arrived = hostOf({ 10: [1_000, 1_001] });
    for (let round = 0; round < 6; round++) search(arrived, 2);
    expect(search(arrived, 2)).toMatchObject({ pids: [10, 10], known: [2, 2] });
  });

  it("of other users are a gap, and one's own are found", () => {
    const { pids, gaps, known } = searching()(hostOf({ 10: [1_000], 11: "denied" }), 2);
    expect([pids, known]).toEqual([
      [10, 0],
      [1, 2],
    ]);
    expect(gaps).toMatchObject([{ part: "processes", reason: "denied", namespaceId: "1", hint: expect.stringContaining("1 of 2") }]);
  });

  it("are no gap where it is one of many, which may as well be in flight", () => {
    const most = Array.from({ length: 999 }, (_, at) => 1_000 + at);
    expect(searching()(hostOf({ 10: most, 11: "denied" }), 1_000)).toMatchObject({ known: [999, 1_000], gaps: [] });
    expect(searching()(hostOf({ 10: most.slice(20), 11: "denied" }), 1_000).gaps).toMatchObject([{ reason: "denied" }]);
  });

  it("are found although it is barred where they live", () => {
    const host = hostOf({ 10: [1_000] });
    const barred = { ...host, links: { ...host.links, "/proc/10/ns/net": DENIED } };
    expect(searching()(barred, 2)).toMatchObject({ pids: [10, 0], gaps: [] });
  });

  it("stay a gap while other users have them", () => {
    const search = searching();
    const host = hostOf({ 10: [1_000], 11: "denied" });
    search(host, 2);
    expect(search(host, 2)).toMatchObject({ links: 0, gaps: [{ part: "processes", reason: "denied" }] });
  });

  it("are a gap where files may be listed and not followed", () => {
    const host = hostOf({ 10: [1_000], 11: [1_001] });
    const barred = { ...host, links: { ...host.links, "/proc/11/fd/0": DENIED, "/proc/11/fd/3": DENIED } };
    expect(searching()(barred, 2)).toMatchObject({ pids: [10, 0], gaps: [{ part: "processes", reason: "denied" }] });
  });

  it("of a process that ended during the walk, whose links the kernel then bars, are nobody's", () => {
    const host = hostOf({ 10: [1_000], 11: [1_001] });
    const { "/proc/11/stat": _, ...texts } = host.texts!;
    const ended = { ...host, texts, links: { ...host.links, "/proc/11/fd/0": DENIED, "/proc/11/fd/3": DENIED } };
    expect(searching()(ended, 2)).toMatchObject({ pids: [10, 0], gaps: [] });
  });

  it("of another user who has none here are no gap", () => {
    expect(searching()(hostOf({ 10: [1_000], 11: "denied" }), 1).gaps).toEqual([]);
  });

  it("are looked for within an allowance; the rest is a gap and comes later", () => {
    // Half of a second at the start; then 100 ms each ten seconds, half of that for one namespace.
    const search = searching({ cpuPerLinkMs: 1 });
    const host = hostOf({ 10: Array.from({ length: 2_000 }, (_, at) => 5_000 + at), 11: [1_000] });
    const first = search(host, 1);
    expect(first.gaps).toMatchObject([{ part: "processes", reason: "timeout" }]);
    expect(first.links).toBeLessThan(600);
    let found = first.pids;
    let [rounds, links] = [0, 0];
    for (; found[0] === 0 && rounds < 100; rounds++) ({ pids: found, links } = search(host, 1));
    expect(found).toEqual([11]);
    expect(links).toBeLessThan(200);
    expect(rounds).toBeGreaterThan(5);
  });
});
