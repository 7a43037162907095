import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import { type CheckId, DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { runChecklist } from "@berth/shared/domain/checklist/run-checklist.ts";
import type { GapPart } from "@berth/shared/domain/host/gap.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLLECTED_AT_MS, replayOf } from "../../testing/bundles.ts";

const DYNAMIC = "Protocol tcp Dynamic Port Range\r\n-----\r\nStart Port      : 49152\r\nNumber of Ports : 16384\r\n";
const EXCLUDED = "Protocol tcp Port Exclusion Ranges\r\n\r\nStart Port    End Port\r\n----------    --------\r\n     50000       50099\r\n";
const LISTENS = "  TCP    0.0.0.0:135     0.0.0.0:0     LISTENING    912\r\n";
const windowsRow = (port: number, state = "ESTABLISHED", pid = 6472) =>
  `  TCP    10.0.0.4:${port}    10.0.0.9:5432    ${state}    ${pid}\r\n`;
const windowsRows = (count: number, state?: string, pid?: number) =>
  Array.from({ length: count }, (_, index) => windowsRow(50_100 + index, state, pid)).join("");
const WINDOWS_FILES = {
  "netsh_int_ipv4_show_dynamicport_tcp.txt": DYNAMIC,
  "netsh_int_ipv4_show_excludedportrange_tcp.txt": EXCLUDED,
};

const PROC_HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const procRow = (port: number, state = "06") =>
  `   1: 0400000A:${port.toString(16).toUpperCase().padStart(4, "0")} 0900000A:1538 ${state} 00000000:00000000 ${state === "06" ? "03:00000BB8" : "00:00000000"} 00000000     0        0 ${state === "06" ? 0 : port} 1 0000000000000000\n`;
const LINUX_FILES = {
  "proc_net_tcp.txt": PROC_HEAD + [32_768, 32_770, 32_772].map((port) => procRow(port)).join(""),
  "proc_net_tcp6.txt": PROC_HEAD,
  "proc_net_udp.txt": PROC_HEAD,
  "proc_net_udp6.txt": PROC_HEAD,
  "proc_sys_net_ipv4_ip_local_port_range.txt": "32768\t60999\n",
  "proc_sys_net_ipv4_ip_local_reserved_ports.txt": "\n",
};

const gapOf = ({ gaps }: Snapshot, part: GapPart) => gaps.find((gap) => gap.part === part);
const statusOf = (snapshot: Snapshot, id: CheckId) =>
  runChecklist({ current: snapshot, history: { minutes: 0, snapshots: [] }, policy: DEFAULT_POLICY }).find((each) => each.id === id)
    ?.outcome.status;
const onWire = (snapshot: Snapshot) => SnapshotWire.parse(JSON.parse(JSON.stringify(snapshot)));

describe("a Windows host from its files", () => {
  const files = {
    ...WINDOWS_FILES,
    "netstat_-anoq.txt": LISTENS + windowsRows(14_000),
    "tasklist_fo_csv.txt": '"java.exe","6472","Services","0","4 K"\r\n',
  };

  it("has the range less its excluded blocks, and gives no port to two destinations", () => {
    const snapshot = replayOf(files).snapshot();
    const [own] = snapshot.namespaces;
    expect(own).toMatchObject({ source: "listing", range: { low: 49_152, high: 65_535 }, capacity: 16_284, tcpPortsInRange: 14_000 });
    expect(own!.tuples[0]).toMatchObject({
      destination: { address: "10.0.0.9", port: 5_432 },
      headroom: { low: 2_284, high: 2_284, best: 2_284 },
      holders: [{ process: "java.exe", share: 1, basis: "live" }],
    });
    expect(own!.processes[0]).toMatchObject({ pid: 6_472, name: "java.exe", established: 14_000, tcpPortsInRange: 14_000 });
    expect([statusOf(snapshot, "eph-host"), statusOf(snapshot, "eph-dest")]).toEqual(["fail", "fail"]);
    onWire(snapshot);
  });

  it("says who bound ports, where they were asked for, and that nobody knows, where not", () => {
    const bound = `  TCP    10.0.0.4:60000    0.0.0.0:0    BOUND    77\r\n`;
    const asked = replayOf({ ...WINDOWS_FILES, "netstat_-anoq.txt": LISTENS + bound }).snapshot();
    expect(asked.windows?.bound).toEqual([{ pid: 77, process: null, ports: 1, handles: null }]);
    const plain = replayOf({ ...WINDOWS_FILES, "netstat_-ano.txt": LISTENS + windowsRows(3) }).snapshot();
    expect(plain.windows?.bound).toBeNull();
    expect(plain.namespaces[0]!.tuples[0]!.headroom).toMatchObject({ low: 0, high: 16_281 });
    expect(gapOf(plain, "boundInactive")?.hint).toContain("netstat -anoq");
  });

  it("reads events in another language by their provider and number", () => {
    const events =
      "\r\n   ProviderName: Tcpip\r\n\r\nTimeCreated                     Id LevelDisplayName Message\r\n24.11.2026 10:00:00           4231 Warnung          Fehler bei der Anforderung\r\n";
    expect(replayOf({ ...files, "Get-WinEvent_System.txt": events }).snapshot().logs).toMatchObject([
      { signature: "windows-4231", count: 1 },
    ]);
  });

  it("spreads the closes of TIME_WAIT without ages evenly over the time that Windows keeps them, and says so", () => {
    const registry =
      "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\r\n    TcpTimedWaitDelay    REG_DWORD    0x1e\r\n";
    const [own] = replayOf({
      ...WINDOWS_FILES,
      "netstat_-anoq.txt": LISTENS + windowsRows(90, "TIME_WAIT", 0),
      "reg_query_HKLM_SYSTEM_CurrentControlSet_Services_Tcpip_Parameters_s.txt": registry,
    }).snapshot().namespaces;
    expect(own!.hasTimeWaitAges).toBe(false);
    expect(own!.tuples[0]!.closesPerSecond).toEqual([3, 3, 3, 3, 3, 3]);
    expect(own!.tuples[0]!.releases.slice(0, 31)).toEqual([...Array.from({ length: 30 }, () => 3), 0]);
  });

  it("assumes the default range for the figures only, and judges nothing by it", () => {
    const collector = replayOf({ "netstat_-anoq.txt": LISTENS + windowsRows(14_000) });
    const snapshot = collector.snapshot();
    expect(snapshot.namespaces[0]).toMatchObject({ range: { low: 49_152, high: 65_535 }, tcpPortsInRange: 14_000 });
    expect(gapOf(snapshot, "range")?.hint).toContain("assumed");
    for (const id of ["eph-dest", "eph-host", "range-sane", "tw-dest"] as const)
      expect([id, statusOf(snapshot, id)]).toEqual([id, "unknown"]);
    expect(collector.readOwnNamespace().range).toBeNull();
  });

  it("passes no use of ports where the excluded blocks were not collected or make no sense, and finds what is certain", () => {
    const listing = { "netstat_-anoq.txt": LISTENS + windowsRows(4_000), "netsh_int_ipv4_show_dynamicport_tcp.txt": DYNAMIC };
    const broken = { ...listing, "netsh_int_ipv4_show_excludedportrange_tcp.txt": "Zugriff verweigert\r\n" };
    for (const files of [listing, broken])
      for (const id of ["eph-dest", "eph-host", "win-excl"] as const)
        expect([id, statusOf(replayOf(files).snapshot(), id)]).toEqual([id, "unknown"]);
    const full = { ...listing, "netstat_-anoq.txt": LISTENS + windowsRows(14_000) };
    expect(statusOf(replayOf(full).snapshot(), "eph-dest")).toBe("fail");
    expect(statusOf(replayOf(full).snapshot(), "win-excl")).toBe("unknown");
    expect(gapOf(replayOf(broken).snapshot(), "reservedPorts")).toMatchObject({
      reason: "malformed",
      hint: expect.stringContaining("excludedportrange"),
    });
  });
});

describe("a Linux host from its files", () => {
  it("keeps the ages of TIME_WAIT that the kernel printed", () => {
    const [own] = replayOf(LINUX_FILES).snapshot().namespaces;
    expect(own).toMatchObject({ range: { low: 32_768, high: 60_999 }, capacity: 28_232, tcpPortsInRange: 3 });
    expect(own!.hasTimeWaitAges).toBeUndefined();
    expect(own!.tuples[0]).toMatchObject({
      timeWait: 3,
      destination: { address: "10.0.0.9", port: 5_432 },
      closesPerSecond: [0, 0, 0.3, 0, 0, 0],
    });
  });

  it("takes settings from sysctl -a, and what that does not have as absent; without it nothing is assumed", () => {
    const sysctls =
      "net.ipv4.ip_local_port_range = 15000\t64999\nnet.ipv4.ip_local_reserved_ports = 30000-32767\nnet.ipv4.tcp_tw_reuse = 1\n";
    const { "proc_sys_net_ipv4_ip_local_port_range.txt": _, "proc_sys_net_ipv4_ip_local_reserved_ports.txt": __, ...sockets } = LINUX_FILES;
    const [own] = replayOf({ ...sockets, "sysctl_-a.txt": sysctls }).snapshot().namespaces;
    expect(own).toMatchObject({
      range: { low: 15_000, high: 64_999 },
      capacity: 47_232,
      settings: { tcpTwReuse: 1, tcpTwReuseDelayMs: expect.any(Number) },
    });
    expect(replayOf(LINUX_FILES).snapshot().namespaces[0]!.settings).toMatchObject({ tcpTwReuse: null, tcpTwReuseDelayMs: null });
  });

  it("takes owners from a listing beside the kernel's own table, and counts no socket twice", () => {
    const ss =
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nESTAB 0 0 10.0.0.4:40000 10.0.0.9:5432 users:(("java",pid=812,fd=9))\n';
    const [own] = replayOf({ ...LINUX_FILES, "proc_net_tcp.txt": PROC_HEAD + procRow(40_000, "01"), "ss_-tanp.txt": ss }).snapshot()
      .namespaces;
    expect(own).toMatchObject({ tcpPortsInRange: 1, tuples: [{ established: 1, holders: [{ process: "java", share: 1 }] }] });
  });

  it("does not take a reading that nobody made for an empty one", () => {
    const snapshot = replayOf({ "proc_sys_net_ipv4_ip_local_port_range.txt": "32768 60999\n", "proc_net_tcp.txt": "" }).snapshot();
    expect(snapshot.namespaces[0]).toMatchObject({ tcpStates: null, udp: null });
    expect(gapOf(snapshot, "tcp")?.hint).toContain("proc_net_tcp.txt line 1: the file is empty");
    expect(statusOf(snapshot, "ct-use")).toBe("unknown");
  });

  it("lets half a look find what is wrong, and pass nothing", () => {
    const { "proc_net_tcp6.txt": _, ...half } = LINUX_FILES;
    const full = PROC_HEAD + Array.from({ length: 24_000 }, (_, index) => procRow(32_768 + index, "01")).join("");
    expect(gapOf(replayOf(half).snapshot(), "tcp")).toMatchObject({ reason: "truncated", hint: expect.stringContaining("IPv6") });
    expect(statusOf(replayOf(half).snapshot(), "eph-dest")).toBe("unknown");
    expect(statusOf(replayOf({ ...half, "proc_net_tcp.txt": full }).snapshot(), "eph-dest")).toBe("fail");
  });

  it("widens the interval by a few lines that are cut, and gives up the judgement when many are", () => {
    const cut = (count: number) => ({
      ...LINUX_FILES,
      "proc_net_tcp.txt": PROC_HEAD + procRow(40_000, "01") + "   7: 0400000A:82\n".repeat(count),
    });
    const few = replayOf({
      ...cut(3),
      "proc_net_sockstat.txt": "sockets: used 4\nTCP: inuse 4 orphan 0 tw 0 alloc 4 mem 1\nUDP: inuse 0 mem 0\nRAW: inuse 0\n",
    }).snapshot();
    expect(gapOf(few, "boundInactive")).toMatchObject({
      reason: "malformed",
      hint: expect.stringMatching(/^proc_net_tcp.txt line 3: .*3 in all$/),
    });
    expect(few.namespaces[0]!.tuples[0]!.headroom).toMatchObject({ low: 28_228, best: 28_231 });
    expect(gapOf(replayOf(cut(200)).snapshot(), "tcp")?.reason).toBe("malformed");
  });

  it("lets a finding stand although nobody collected the reserved ports, and passes nothing", () => {
    const { "proc_sys_net_ipv4_ip_local_reserved_ports.txt": _, ...rest } = LINUX_FILES;
    const full = PROC_HEAD + Array.from({ length: 24_000 }, (_each, index) => procRow(32_768 + index, "01")).join("");
    expect(statusOf(replayOf(rest).snapshot(), "eph-dest")).toBe("unknown");
    expect(statusOf(replayOf({ ...rest, "proc_net_tcp.txt": full }).snapshot(), "eph-dest")).toBe("fail");
    const at = { file: "proc_sys_net_ipv4_ip_local_reserved_ports.txt", line: null };
    expect(gapOf(replayOf(rest).snapshot(), "reservedPorts")).toMatchObject({ reason: "unsupported", at });
    expect(gapOf(replayOf(rest).snapshot(), "range")).toBeUndefined();
  });

  it("names the file and the line that are missing, in both languages", () => {
    const { "proc_net_tcp6.txt": _, ...half } = LINUX_FILES;
    const gap = gapOf(replayOf(half).snapshot(), "tcp")!;
    expect(checksText("en").gap(gap.part, gap.reason, gap.at)).toBe("TCP sockets: proc_net_tcp6.txt is not in the bundle.");
    const cut = { ...LINUX_FILES, "proc_net_tcp.txt": `${PROC_HEAD}${procRow(40_000, "01")}   7: 0400000A:82\n` };
    const lost = replayOf(cut)
      .snapshot()
      .gaps.find(({ at }) => at?.line)!;
    expect(checksText("en").gap(lost.part, lost.reason, lost.at)).toContain("Line 3 of proc_net_tcp.txt");
    expect(checksText("ja").gap(lost.part, lost.reason, lost.at)).toContain("proc_net_tcp.txt の 3 行目");
  });

  it("does not judge connections by listeners alone", () => {
    const { "proc_net_tcp.txt": _, "proc_net_tcp6.txt": __, ...rest } = LINUX_FILES;
    const ss = "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n";
    const snapshot = replayOf({ ...rest, "ss_-tln.txt": ss }).snapshot();
    expect(gapOf(snapshot, "tcp")?.hint).toContain("connections of IPv4");
    expect(statusOf(snapshot, "eph-dest")).toBe("unknown");
  });
});

describe("a host of the BSDs from its files", () => {
  const netstat = (space: string) =>
    `Active Internet connections (including servers)\nProto Recv-Q Send-Q${space}Local Address          Foreign Address        (state)\ntcp4       0      0${space}10.0.0.4.50000         10.0.0.9.443           ESTABLISHED\ntcp4       0      0${space}10.0.0.4.50001         10.0.0.8.443           TIME_WAIT\n`;

  it("tells macOS and FreeBSD by the blanks of their listing, and each has its own rule for sharing ports", () => {
    const mac = replayOf({
      "netstat_-an.txt": netstat("  "),
      "sysctl_net.inet.ip.portrange.txt": "net.inet.ip.portrange.first: 49152\nnet.inet.ip.portrange.last: 65535\n",
    }).snapshot();
    expect(mac).toMatchObject({
      host: { os: "darwin" },
      namespaces: [{ capacity: 16_384, tuples: [{ used: 2, headroom: { best: 16_382 } }, {}] }],
    });
    const sysctls =
      "kern.ostype: FreeBSD\nkern.osrelease: 14.1-RELEASE\nkern.hostname: db1\nnet.inet.ip.portrange.first: 10000\nnet.inet.ip.portrange.last: 65535\n";
    const bsd = replayOf({ "netstat_-an.txt": netstat(" "), "sysctl_-a.txt": sysctls }).snapshot();
    expect(bsd).toMatchObject({
      host: { os: "freebsd", hostname: "db1" },
      namespaces: [{ capacity: 55_536, tuples: [{ used: 1, headroom: { best: 55_535 } }, {}] }],
    });
  });

  it("keeps names where a listing has no addresses", () => {
    const named = netstat("  ").replaceAll("10.0.0.9.443 ", "api.example.ht.https");
    const [own] = replayOf({ "netstat_-a.txt": named }, "darwin").snapshot().namespaces;
    expect(own!.tuples.map(({ destination }) => destination)).toContainEqual({ address: "api.example.ht", port: 443 });
  });
});

describe("a bundle", () => {
  it("lists what it does not know and what it does not judge", () => {
    const snapshot = replayOf({ ...LINUX_FILES, "notes.txt": "hello", "ufw_status.txt": "inactive" }).snapshot();
    expect(snapshot.replay).toEqual({ unknownFiles: ["notes.txt"], unusedFiles: ["ufw_status.txt"] });
  });

  it("was collected when it says, else when its newest file was made", () => {
    expect(replayOf(LINUX_FILES).snapshot().capturedAtMs).toBe(COLLECTED_AT_MS);
    expect(replayOf({ ...LINUX_FILES, "date_s.txt": "1767225600\n" }).snapshot().capturedAtMs).toBe(1_767_225_600_000);
  });

  it("reads the logs in it, within a day", () => {
    const logs =
      "2026-03-01T11:59:00Z app: connect() to 10.0.0.9:5432 failed (99: Cannot assign requested address)\n2026-02-20T00:00:00Z app: connect() to 10.0.0.9:5432 failed (99: Cannot assign requested address)\n";
    const snapshot = replayOf({ ...LINUX_FILES, "journalctl_-b.txt": logs }).snapshot();
    expect(snapshot.logs).toMatchObject([
      { signature: "connect-address-unavailable", lastMs: Date.UTC(2026, 2, 1, 11, 59), source: "journalctl_-b.txt" },
    ]);
  });

  it("throws for nothing in its files, and is a snapshot that the wire takes", () => {
    const names = [
      "netstat_-anoq.txt",
      "proc_net_tcp.txt",
      "ss_-tanp.txt",
      "sysctl_-a.txt",
      "netsh_int_ipv4_show_dynamicport_tcp.txt",
      "reg_query_x.txt",
      "nft_-j_list_ruleset.txt",
      "journalctl.txt",
      "rpcinfo_-p.txt",
      "lsof_-i.txt",
      "Get-NetTCPConnection.txt",
    ];
    const content = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom(...Object.values(LINUX_FILES), LISTENS, DYNAMIC, EXCLUDED),
    );
    const files = fc.dictionary(fc.constantFrom(...names), content, { minKeys: 1, maxKeys: 5 });
    fc.assert(
      fc.property(files, fc.constantFrom("linux", "windows", "darwin", "freebsd" as const), (drawn, os) => {
        onWire(replayOf({ ...drawn }, os as never).snapshot());
      }),
      { numRuns: 60 },
    );
  });
});
