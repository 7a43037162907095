import { describe, expect, test } from "vitest";
import { type FakeHost, fakeHostFiles } from "../../testing/fake-host-files.ts";
import { findNamespaces, findOwnNamespace } from "./find-namespaces.ts";
import { ProcessNamespaces } from "./process-namespaces.ts";

const NSFS = 4;
const ID = "3f2a9c0d1e4b5a697887766554433221100ffeeddccbbaa99887766554433221";

/** Host 100 with init and the agent, a container 200, and a named namespace 300 without a process. */
const HOST = {
  folders: { "/proc": ["1", "50", "60", "sys", "self"], "/run/netns": ["blue", "stale"] },
  links: {
    "/proc/thread-self/ns/net": "net:[100]",
    "/proc/1/ns/net": "net:[100]",
    "/proc/50/ns/net": "net:[200]",
    "/proc/60/ns/net": "net:[200]",
  },
  identities: {
    "/proc/thread-self/ns/net": [NSFS, 100],
    "/run/netns/blue": [NSFS, 300],
    "/run/netns/stale": [8, 300],
    "/proc/thread-self/net/sockstat": [5, 9100],
    "/proc/1/net/sockstat": [5, 9100],
    "/proc/50/net/sockstat": [5, 9200],
    "/proc/60/net/sockstat": [5, 9200],
  },
  texts: { "/proc/50/cgroup": `0::/system.slice/docker-${ID}.scope\n` },
} satisfies FakeHost;

const find = (host: FakeHost) => findNamespaces(fakeHostFiles(host), new ProcessNamespaces());

describe("namespaces of a host", () => {
  test("each is found once, the agent's own first, with its kind and name", () => {
    expect(find(HOST)).toEqual({
      found: [
        { id: "100", kind: "host", name: null, path: "/proc/thread-self/ns/net", folder: "/proc/thread-self/net" },
        { id: "200", kind: "container", name: "3f2a9c0d1e4b", path: "/proc/50/ns/net", folder: "/proc/50/net" },
        { id: "300", kind: "named", name: "blue", path: "/run/netns/blue", folder: null },
      ],
      gaps: [],
    });
  });

  test("an agent inside a named namespace says so", () => {
    const inside = { ...HOST, links: { ...HOST.links, "/proc/thread-self/ns/net": "net:[300]" } };
    expect(findOwnNamespace(fakeHostFiles(inside))).toMatchObject({ id: "300", kind: "named", name: "blue" });
  });

  test("processes whose link is barred are no gap where they share a known namespace", () => {
    const barred = { ...HOST, links: { ...HOST.links, "/proc/1/ns/net": { code: "EACCES" }, "/proc/60/ns/net": { code: "EACCES" } } };
    const { found, gaps } = find(barred);
    expect(gaps).toEqual([]);
    expect(found[0]).toMatchObject({ id: "100", kind: "host" });
  });

  test("a namespace out of reach is one denied gap, however many processes live in it", () => {
    const barred = { ...HOST, links: { ...HOST.links, "/proc/50/ns/net": { code: "EACCES" }, "/proc/60/ns/net": { code: "EACCES" } } };
    const { found, gaps } = find(barred);
    expect(found.map(({ id }) => id)).toEqual(["100", "300"]);
    expect(gaps).toMatchObject([{ part: "namespaces", reason: "denied", namespaceId: null }]);
    expect(gaps[0]!.hint).toContain("not read: 1.");
  });

  test("a process that goes while it is looked at is nobody's loss", () => {
    const gone = { ...HOST, links: { ...HOST.links, "/proc/50/ns/net": { code: "ESRCH" }, "/proc/60/ns/net": { code: "ENOENT" } } };
    expect(find(gone).gaps).toEqual([]);
  });
});

describe("links of processes", () => {
  test("are trusted after two readings and read again in a full round", () => {
    let reads = 0;
    const host = fakeHostFiles(HOST);
    const readLink = (path: string) => {
      reads++;
      return host.readLink(path);
    };
    const files = { ...host, readLink };
    const processes = new ProcessNamespaces();
    const readsOfRound = () => {
      reads = 0;
      for (const _ of processes.scan(files));
      return reads;
    };
    expect(Array.from({ length: 8 }, readsOfRound)).toEqual([3, 3, 0, 0, 0, 0, 3, 0]);
  });
});
