import { describe, expect, it } from "vitest";
import { fileNameOf } from "./file-name.ts";
import { recogniseFile } from "./recognise-file.ts";
import { suggestFileName } from "./suggest-file-name.ts";

describe("the name of a file", () => {
  it.each([
    ["netstat -ano", "netstat_-ano.txt"],
    ["cat /proc/net/tcp", "proc_net_tcp.txt"],
    ["netsh int ipv4 show dynamicport tcp", "netsh_int_ipv4_show_dynamicport_tcp.txt"],
    ["Get-NetTCPConnection | ConvertTo-Json", "Get-NetTCPConnection_ConvertTo-Json.txt"],
    ["nft -j list ruleset", "nft_-j_list_ruleset.txt"],
    ["//proc/net/udp6", "proc_net_udp6.txt"],
    ["cat /etc/sysctl.d/90-ports.conf", "etc_sysctl.d_90-ports.conf.txt"],
    ["date +%s", "date_s.txt"],
  ])("keeps of %s what is a letter, a digit, a dot or a hyphen", (command, name) => {
    expect(fileNameOf(command)).toBe(name);
  });
});

describe("a command behind a name", () => {
  it.each<[string, string]>([
    ["netstat -ano", "netstat"],
    ["netstat -anob -p tcp", "netstat"],
    ["netstat.exe -ano", "netstat"],
    ["sudo ss -tanp", "ss"],
    ["ss -Htan", "ss"],
    ["lsof -nP -i", "lsof"],
    ["sockstat -46", "sockstat"],
    ["Get-NetTCPConnection -State Bound", "net-tcp"],
    ["Get-NetUDPEndpoint", "net-udp"],
    ["Get-NetTCPSetting | fl *", "net-setting"],
    ["netsh interface ipv4 show dynamicportrange protocol=tcp", "dynamic-ports"],
    ["netsh int ipv4 show excludedportrange protocol=udp store=active", "excluded-ports"],
    ["tasklist /fo csv", "tasklist"],
    ["reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters /s", "registry"],
    ["Get-WinEvent -FilterHashtable @{LogName='System';Id=4227}", "log"],
    ["wevtutil qe System /f:text", "log"],
    ["journalctl -b --no-pager", "log"],
    ["cat /var/log/syslog", "log"],
    ["cat localsend.log", "log"],
    ["cat /opt/app/logs/app.log.1", "log"],
    ["tail -n 5000 /var/log/nginx/error.log", "log"],
    ["tail -f app.out", "log"],
    ["type C:\\ProgramData\\docker\\log.txt", "log"],
    ["Get-Content C:\\inetpub\\logs\\app.txt", "log"],
    ["docker logs web", "log"],
    ["docker compose logs --no-color", "log"],
    ["sudo podman logs -n web", "log"],
    ["kubectl logs -n shop deploy/orders", "log"],
    ["kubectl -n shop logs orders-0", "log"],
    ["sysctl -a", "sysctl"],
    ["sysctl net.inet.ip.portrange", "sysctl"],
    ["cat /proc/net/tcp6", "proc-sockets"],
    ["cat /proc/self/net/tcp", "proc-sockets"],
    ["cat /proc/net/sockstat", "host-file"],
    ["cat /proc/sys/net/ipv4/ip_local_port_range", "host-file"],
    ["cat /proc/sys/net/netfilter/nf_conntrack_count", "host-file"],
    ["cat /etc/sysctl.conf", "sysctl-file"],
    ["cat /etc/sysctl.d/90-ports.conf", "sysctl-file"],
    ["nft -j list ruleset", "nft"],
    ["iptables-save", "iptables-save"],
    ["rpcinfo -p", "rpcinfo"],
    ["epmd -names", "epmd"],
    ["ps auxww", "processes"],
    ["uname -a", "uname"],
    ["hostname", "hostname"],
    ["ver", "windows-version"],
    ["cmd /c ver", "windows-version"],
    ["sw_vers", "mac-version"],
    ["date +%s", "date"],
    ["docker ps --no-trunc", "docker"],
    ["docker info", "spare"],
    ["pfctl -si", "spare"],
    ["netstat -s", "spare"],
    ["netstat -rn", "spare"],
    ["ss -s", "spare"],
    ["iptables -L -nv", "spare"],
  ])("%s is %s", (command, kind) => {
    expect(recogniseFile(fileNameOf(command))?.kind).toBe(kind);
  });

  it("is found where hyphens were lost and where the ending is another", () => {
    for (const name of ["netstat_ano.txt", "netstat-ano.log", "netstat_-ano", "netstat_-ano.log.txt", "NETSTAT_-ANO.TXT"])
      expect(recogniseFile(name)?.kind).toBe("netstat");
  });

  it.each<[string, string]>([
    ["netstat -ano.txt", "netstat"],
    ["netstat -ano.TXT", "netstat"],
    ["netstat_-ano (1).txt", "netstat"],
    ["netstat_-ano.txt.txt", "netstat"],
    ["netsh int ipv4 show dynamicport tcp.txt", "dynamic-ports"],
    ["PROC_NET_TCP.TXT", "proc-sockets"],
    ["cat _proc_net_tcp6.txt", "proc-sockets"],
    ["proc net tcp.txt", "proc-sockets"],
    ["ip_local_port_range.txt", "host-file"],
    ["SW_VERS.TXT", "mac-version"],
  ])("is clear in %s", (name, kind) => {
    expect(recogniseFile(name)?.kind).toBe(kind);
  });

  it("keeps the flags of a command that was written with blanks", () => {
    expect(recogniseFile("sysctl -a.txt")).toEqual(recogniseFile("sysctl_-a.txt"));
  });

  it.each([
    ["nestat -ano.txt", "netstat_-ano.txt"],
    ["tcp6.txt", "proc_net_tcp6.txt"],
    ["lsfo.txt", null],
    ["notes.txt", null],
    ["netsh_int_show.txt", null],
  ])("is suggested for %s: %s", (name, meant) => {
    expect(suggestFileName(name)).toBe(meant);
  });

  it("is not guessed", () => {
    for (const name of [
      "notes.txt",
      "README.md",
      "tcp.txt",
      "kubectl_get_pods.txt",
      "catalog.txt",
      "proc_meminfo.txt",
      "proc_812_net_tcp.txt",
      "dig_example.com.txt",
      ".txt",
      "",
      "a".repeat(5_000),
    ])
      expect(recogniseFile(name)).toBeNull();
  });

  it("keeps the path of a file below /etc, and the key of a setting without its name", () => {
    expect(recogniseFile("usr_local_lib_sysctl.d_50-x.conf.txt")).toEqual({
      kind: "sysctl-file",
      path: "/usr/local/lib/sysctl.d/50-x.conf",
    });
    expect(recogniseFile("sysctl_-n_net.inet.ip.portrange.first.txt")).toMatchObject({ onlyKey: "net.inet.ip.portrange.first" });
    expect(recogniseFile("sysctl_-a.txt")).toMatchObject({ isAll: true, onlyKey: null });
  });
});
