import { describe, expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { readNetworkSettings } from "./network-settings.ts";

const FILES = {
  "/proc/sys/net/ipv4/tcp_tw_reuse": "2\n",
  "/proc/sys/net/ipv4/tcp_tw_reuse_delay": "1000\n",
  "/proc/sys/net/ipv4/tcp_timestamps": "1\n",
  "/proc/sys/net/ipv4/tcp_fin_timeout": "60\n",
  "/proc/sys/net/ipv4/tcp_max_tw_buckets": "131072\n",
  "/proc/sys/net/ipv4/ip_autobind_reuse": "1\n",
  "/proc/sys/net/ipv4/ip_unprivileged_port_start": "1024\n",
  "/proc/sys/net/ipv4/tcp_fastopen": "1\n",
  "/proc/sys/net/core/somaxconn": "4096\n",
};

const read = (changes: Record<string, string | { code: string } | undefined> = {}) => {
  const texts = Object.fromEntries(Object.entries({ ...FILES, ...changes }).filter(([, text]) => text !== undefined)) as typeof FILES;
  return readNetworkSettings(fakeHostFiles({ texts }), "7");
};

describe("settings", () => {
  test("are read one by one", () => {
    const { settings, gaps } = read();
    expect(settings).toMatchObject({ tcpTwReuse: 2, tcpTimestamps: 1, tcpMaxTwBuckets: 131_072, ipAutobindReuse: true, somaxconn: 4096 });
    expect(gaps).toEqual([]);
  });

  test("a kernel from before a setting has its constant, and no gap", () => {
    const { settings, gaps } = read({
      "/proc/sys/net/ipv4/tcp_tw_reuse_delay": undefined,
      "/proc/sys/net/ipv4/ip_autobind_reuse": undefined,
    });
    expect(settings).toMatchObject({ tcpTwReuseDelayMs: 2000, ipAutobindReuse: false });
    expect(gaps).toEqual([]);
  });

  test("what cannot be read is null and said once a reason, the rest stays", () => {
    const { settings, gaps } = read({
      "/proc/sys/net/ipv4/tcp_fastopen": { code: "EACCES" },
      "/proc/sys/net/core/somaxconn": { code: "EACCES" },
      "/proc/sys/net/ipv4/tcp_tw_reuse": "9\n",
    });
    expect(settings).toMatchObject({ tcpFastopen: null, somaxconn: null, tcpTwReuse: null, tcpFinTimeoutSeconds: 60 });
    expect(gaps.map(({ part, reason, namespaceId, hint }) => [part, reason, namespaceId, hint])).toEqual([
      ["settings", "malformed", "7", "not readable in /proc/sys/net/: ipv4/tcp_tw_reuse"],
      ["settings", "denied", "7", "not readable in /proc/sys/net/: ipv4/tcp_fastopen, core/somaxconn"],
    ]);
  });
});

test("tcp_tw_recycle is a setting of old kernels, and no gap of new ones", () => {
  expect(read({ "/proc/sys/net/ipv4/tcp_tw_recycle": "1\n" }).settings.tcpTwRecycle).toBe(1);
  expect(read()).toMatchObject({ gaps: [] });
  expect(read().settings).not.toHaveProperty("tcpTwRecycle");
});
