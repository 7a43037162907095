import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildNamespace, buildSettings, buildSnapshot } from "../../testing/build-snapshot.ts";
import { findFolklore, recogniseFolklore } from "./folklore.ts";

const LINUX = { os: "linux", kernel: "6.18.4" } as const;
const WINDOWS = { os: "windows", kernel: "10.0.20348" } as const;
const MACOS = { os: "darwin", kernel: "24.6.0" } as const;

describe("folklore", () => {
  it.each([
    ["net.ipv4.tcp_tw_recycle", "1", LINUX, "tcp-tw-recycle", "none"],
    ["net/ipv4/tcp_tw_recycle", "1", { os: "linux", kernel: "3.10.0-1160" }, "tcp-tw-recycle", "harmful"],
    ["net.ipv4.tcp_fin_timeout", "15", LINUX, "fin-timeout", "none"],
    ["net.ipv4.tcp_max_tw_buckets", "5000", LINUX, "max-tw-buckets-lowered", "harmful"],
    ["net.ipv4.ip_local_port_range", "1024\t65535", LINUX, "range-from-1024", "harmful"],
    ["net.ipv4.tcp_timestamps", "0", LINUX, "timestamps-off", "harmful"],
    ["net.inet.tcp.msl", "1000", MACOS, "msl-lowered", "harmful"],
    ["netsh dynamicport tcp", "start=10000 num=1000", WINDOWS, "dynamic-port-shrunk", "harmful"],
    ["Tcpip\\Parameters\\MaxUserPort", "65534", WINDOWS, "max-user-port", "none"],
    ["HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\\TcpTimedWaitDelay", "5", WINDOWS, "timed-wait-delay-low", "harmful"],
    ["option nolinger", "", LINUX, "linger-zero", "harmful"],
  ] as const)("recognises %s = %s", (key, value, host, id, effect) => {
    expect(recogniseFolklore(key, value, host)).toMatchObject({ id, effect });
  });

  it.each([
    ["net.ipv4.tcp_tw_reuse", "1", LINUX],
    ["net.ipv4.tcp_fin_timeout", "60", LINUX],
    ["net.ipv4.tcp_max_tw_buckets", "262144", LINUX],
    ["net.ipv4.ip_local_port_range", "15000 64999", LINUX],
    ["net.inet.tcp.msl", "15000", MACOS],
    ["net.inet.tcp.msl", "1000", LINUX],
    ["netsh dynamicport tcp", "start=10000 num=55536", WINDOWS],
    ["Tcpip\\Parameters\\TcpTimedWaitDelay", "30", WINDOWS],
  ] as const)("lets %s = %s be", (key, value, host) => {
    expect(recogniseFolklore(key, value, host)).toBeNull();
  });

  it("takes any text for key and value", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, value) => {
        const finding = recogniseFolklore(key, value, LINUX);
        expect(finding === null || finding.key === key.trim()).toBe(true);
      }),
    );
  });

  it("recognises a tcp_tw_recycle that runs on an old kernel, though no file has it", () => {
    const namespaces = [buildNamespace({ settings: buildSettings({ tcpTwRecycle: 1 }) })];
    const { host } = buildSnapshot();
    const found = findFolklore(buildSnapshot({ namespaces, host: { ...host, kernel: "3.10.0-1160" } }));
    expect(found).toMatchObject([{ id: "tcp-tw-recycle", effect: "harmful", file: null }]);
  });

  it("names the file and line, leaves out what a later file overrides, and says a running value once", () => {
    const line = { runtime: "15", isOverridden: false };
    const found = findFolklore(
      buildSnapshot({
        namespaces: [buildNamespace({ settings: buildSettings({ tcpFinTimeoutSeconds: 15, tcpTimestamps: 0 }) })],
        configured: [
          { key: "net.ipv4.tcp_fin_timeout", value: "15", file: "/etc/sysctl.d/90-tuning.conf", line: 3, ...line },
          { key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/etc/sysctl.conf", line: 9, runtime: null, isOverridden: true },
        ],
      }),
    );
    expect(found.map(({ id, file, line }) => [id, file, line])).toEqual([
      ["fin-timeout", "/etc/sysctl.d/90-tuning.conf", 3],
      ["timestamps-off", null, null],
    ]);
  });

  it("finds a rule that opens the range to the world", () => {
    const rule = {
      text: "-A INPUT -p tcp --dport 32768:65535 -j ACCEPT",
      chain: "filter INPUT",
      packets: 4,
      ports: [{ low: 32_768, high: 65_535 }],
    };
    const firewall = [
      {
        family: 4 as const,
        source: "iptables" as const,
        returnTraffic: { verdict: "stateful" as const, accepted: [], dropped: [], decidedBy: null, policy: "drop" as const },
        openToWorld: [rule],
        egressDenied: [],
        isUntracked: false,
        masquerade: null,
      },
    ];
    expect(findFolklore(buildSnapshot({ namespaces: [buildNamespace({ firewall })] }))).toMatchObject([
      { id: "open-to-world", value: rule.text },
    ]);
  });
});
