import { describe, expect, it } from "vitest";
import { parseAutoReuse } from "./net-settings.ts";
import { parseDynamicPorts, parseExcludedPorts } from "./port-ranges.ts";
import { parseRegistry, registryValue } from "./registry-listing.ts";
import { registryServices } from "./registry-services.ts";
import { readWindowsNetwork } from "./windows-network.ts";

describe("netsh", () => {
  it("reads the second number as a count, in any language", () => {
    const german =
      "\r\nProtokoll tcp Dynamischer Portbereich\r\n---------------------------------\r\nStartport       : 49152\r\nAnzahl der Ports : 16384\r\n";
    const japanese =
      "\nプロトコル tcp の動的ポートの範囲\n---------------------------------\n開始ポート      ： 49152\nポート数        ： 16384\n";
    for (const text of [german, japanese]) expect(parseDynamicPorts(text)).toEqual([{ protocol: "tcp", low: 49_152, high: 65_535 }]);
  });

  it("takes the range of each protocol out of one text, and none where two differ for one", () => {
    const listing = (protocol: string, start: number) =>
      `Protocol ${protocol} Dynamic Port Range\n---\nStart Port : ${start}\nNumber of Ports : 10000\n\n`;
    const read = (text: string) => readWindowsNetwork([{ kind: "dynamic-ports", protocol: "tcp", family: 4, text, source: "netsh.txt" }]);
    expect(read(listing("tcp", 20_000) + listing("udp", 30_000)).network?.dynamic).toMatchObject({
      tcp4: { low: 20_000 },
      udp4: { low: 30_000 },
    });
    expect(read(listing("tcp", 20_000) + listing("tcp", 30_000)).unreadRange).toMatchObject({ reason: "malformed" });
  });

  it.each([
    ["a number that is missing", "Start Port : 49152\n"],
    ["a range past the last port", "Start Port : 60000\nNumber of Ports : 16384\n"],
    ["an error", "The following command was not found: int ipv4 show dynamicport tcp.\n"],
  ])("refuses %s", (_, text) => {
    expect(() => parseDynamicPorts(text)).toThrow(SyntaxError);
  });

  it("keeps an empty list apart from a text that is none", () => {
    const head = "Protocol tcp Port Exclusion Ranges\n\nStart Port    End Port\n----------    --------\n";
    expect(parseExcludedPorts(`${head}\n* - Administered port exclusions.\n`, "tcp").tcp).toEqual([]);
    expect(() => parseExcludedPorts("Access is denied.\n", "tcp")).toThrow(SyntaxError);
    expect(() => parseExcludedPorts(`${head}     50000\n`, "tcp")).toThrow("line 5");
    expect(() => parseExcludedPorts(`${head}     50000       50059\n     50100       50159`, "tcp")).toThrow("cut off");
  });

  it("takes both protocols out of one text", () => {
    const rule = "----------    --------\n";
    const text = `Protocol tcp Port Exclusion Ranges\n${rule}      5357        5357\n\nProtocol udp Port Exclusion Ranges\n${rule}     50000       50059     *\n`;
    expect(parseExcludedPorts(text, "tcp")).toEqual({
      tcp: [{ low: 5_357, high: 5_357, isAdministered: false }],
      udp: [{ low: 50_000, high: 50_059, isAdministered: true }],
    });
  });
});

describe("Get-NetTCPSetting", () => {
  const list = (start: number, count: number) =>
    `SettingName                     : InternetCustom\nAutoReusePortRangeStartPort     : ${start}\nAutoReusePortRangeNumberOfPorts : ${count}\n`;

  it("tells the range as a list, a table and JSON, and that it is off", () => {
    const table = `SettingName    AutoReusePortRangeStartPort AutoReusePortRangeNumberOfPorts\n-----------    --------------------------- -------------------------------\nInternet                                 0                               0\nInternetCustom                       40000                            2000\n`;
    const json = '[{"SettingName":"Internet","AutoReusePortRangeStartPort":0,"AutoReusePortRangeNumberOfPorts":0}]';
    expect(parseAutoReuse(list(40_000, 2_000))).toEqual({ low: 40_000, high: 41_999 });
    expect(parseAutoReuse(table)).toEqual({ low: 40_000, high: 41_999 });
    expect(parseAutoReuse(list(0, 0))).toBe("off");
    expect(parseAutoReuse(json)).toBe("off");
    expect(() => parseAutoReuse("SettingName : Internet\n")).toThrow(SyntaxError);
  });
});

const HIVE = "HKEY_LOCAL_MACHINE";
const TCPIP = `${HIVE}\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters`;

describe("reg query", () => {
  it("reads values below their keys, numbers in decimal, strings of a list between commas", () => {
    const text = `\r\n${TCPIP}\r\n    TcpTimedWaitDelay    REG_DWORD    0x1e\r\n    DataBasePath    REG_EXPAND_SZ    %SystemRoot%\\System32\\drivers\\etc\r\n\r\n${HIVE}\\SOFTWARE\\Microsoft\\Rpc\\Internet\r\n    Ports    REG_MULTI_SZ    5000-5100\\06000\r\n`;
    const values = parseRegistry(text);
    expect(registryValue(values, "Tcpip\\Parameters", "tcptimedwaitdelay")).toMatchObject({ value: "30", line: 3 });
    expect(registryValue(values, "Rpc\\Internet", "Ports")?.value).toBe("5000-5100,6000");
  });

  it("takes an absent value for the default only where its key was asked for", () => {
    const read = (text: string) => readWindowsNetwork([{ kind: "registry", text, source: "reg" }]).network;
    expect(read(`${TCPIP}\n    TcpTimedWaitDelay    REG_DWORD    0x1e\n`)).toMatchObject({ timedWaitSeconds: 30, maxUserPort: null });
    expect(read(`${TCPIP}\n    MaxUserPort    REG_DWORD    0xfffe\n`)).toMatchObject({ timedWaitSeconds: "default", maxUserPort: 65_534 });
    expect(read(`${HIVE}\\SOFTWARE\\Microsoft\\Rpc\n    X    REG_SZ    1\n`)).toMatchObject({ timedWaitSeconds: null });
  });

  it("finds SQL Server's two ports, RPC's pool and the directory's ports", () => {
    const sql = `${HIVE}\\SOFTWARE\\Microsoft\\Microsoft SQL Server\\MSSQL16.SQLEXPRESS\\MSSQLServer\\SuperSocketNetLib\\Tcp\\IPAll`;
    const text = [
      `${sql}\n    TcpPort    REG_SZ    1433\n    TcpDynamicPorts    REG_SZ    0`,
      `${HIVE}\\SOFTWARE\\Microsoft\\Rpc\\Internet\n    Ports    REG_MULTI_SZ    5000-\n    PortsInternetAvailable    REG_SZ    Y\n    UseInternetPorts    REG_SZ    Y`,
      `${HIVE}\\SYSTEM\\CurrentControlSet\\Services\\NTDS\\Parameters\n    TCP/IP Port    REG_DWORD    0xc350`,
      `${HIVE}\\SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters\n    DCTcpipPort    REG_DWORD    0xc351`,
    ].join("\n\n");
    expect(registryServices(parseRegistry(text))).toMatchObject([
      { service: "sql-server", instance: "SQLEXPRESS", port: 1_433, configured: null, isContradictory: true },
      { service: "rpc", configured: null, isContradictory: true },
      { service: "ntds", configured: { low: 50_000, high: 50_000 } },
      { service: "netlogon", port: 50_001 },
    ]);
  });
});
