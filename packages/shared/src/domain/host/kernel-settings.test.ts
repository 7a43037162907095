import { describe, expect, it } from "vitest";
import { buildNamespace, buildSettings } from "../../testing/build-snapshot.ts";
import { kernelSettingsOf } from "./kernel-settings.ts";
import { isWatchedSysctl } from "./watched-settings.ts";

describe("a namespace's settings by the kernel's names", () => {
  const namespace = buildNamespace({
    range: { low: 15_000, high: 64_999 },
    reserved: [
      { low: 30_000, high: 30_002 },
      { low: 20_000, high: 20_000 },
    ],
    settings: buildSettings({ ipAutobindReuse: true, tcpTwRecycle: 0 }),
  });

  it("are what sysctl says of them", () => {
    expect(Object.fromEntries(kernelSettingsOf("linux", namespace))).toEqual({
      "net.ipv4.ip_local_port_range": "15000 64999",
      "net.ipv4.ip_local_reserved_ports": "20000,30000-30002",
      "net.ipv4.tcp_tw_reuse": "2",
      "net.ipv4.tcp_tw_reuse_delay": "1000",
      "net.ipv4.tcp_tw_recycle": "0",
      "net.ipv4.tcp_fin_timeout": "60",
      "net.ipv4.tcp_max_tw_buckets": "131072",
      "net.ipv4.tcp_timestamps": "1",
      "net.ipv4.ip_autobind_reuse": "1",
      "net.ipv4.ip_unprivileged_port_start": "1024",
      "net.ipv4.tcp_fastopen": "1",
      "net.core.somaxconn": "4096",
    });
  });

  it("are all watched for changes", () => {
    expect([...kernelSettingsOf("linux", namespace).keys()].filter((key) => !isWatchedSysctl(key))).toEqual([]);
  });

  it("leave out what was not read, and say of an empty list that it is empty", () => {
    const unread = buildNamespace({ range: null, reserved: null, settings: buildSettings({ tcpTwReuse: null, somaxconn: null }) });
    const keys = [...kernelSettingsOf("linux", unread).keys()];
    for (const part of ["port_range", "reserved", "tcp_tw_reuse", "tcp_tw_recycle", "somaxconn"])
      expect(keys.filter((key) => key.endsWith(part))).toEqual([]);
    expect(kernelSettingsOf("linux", buildNamespace()).get("net.ipv4.ip_local_reserved_ports")).toBe("");
  });

  it("are the range alone on other systems", () => {
    expect([...kernelSettingsOf("freebsd", namespace)]).toEqual([
      ["net.inet.ip.portrange.first", "15000"],
      ["net.inet.ip.portrange.last", "64999"],
    ]);
    expect([...kernelSettingsOf("windows", namespace)]).toEqual([["netsh dynamicport tcp", "start=15000 num=50000"]]);
  });
});
