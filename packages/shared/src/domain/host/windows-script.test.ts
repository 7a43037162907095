import { describe, expect, it } from "vitest";
import { isWindowsScript, parseWindowsScript } from "./windows-script.ts";

const read = (text: string) => parseWindowsScript(text).assignments.map(({ key, value, line }) => [line, key, value]);

describe("a Windows script", () => {
  it("is read for what it sets of the port space", () => {
    const text = [
      "@echo off",
      "netsh int ipv4 set dynamicport tcp start=10000 num=1000",
      "netsh interface ipv6 set dynamicportrange protocol=udp startport=15000 numberofports=50536 store=persistent",
      "netsh int ipv4 add excludedportrange protocol=tcp startport=50051 numberofports=1",
      'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v TcpTimedWaitDelay /t REG_DWORD /d 0x1e /f',
      "Set-NetTCPSetting -SettingName InternetCustom -DynamicPortRangeStartPort 15000 -DynamicPortRangeNumberOfPorts 50536",
      "net stop winnat",
    ].join("\r\n");
    expect(read(text)).toEqual([
      [2, "netsh dynamicport tcp", "start=10000 num=1000"],
      [3, "netsh dynamicport udp", "start=15000 num=50536"],
      [4, "netsh excludedportrange tcp", "start=50051 num=1"],
      [5, "Tcpip\\Parameters\\TcpTimedWaitDelay", "30"],
      [6, "netsh dynamicport tcp", "start=15000 num=50536"],
    ]);
  });

  it("lists a line that sets ports and cannot be read", () => {
    expect(parseWindowsScript("netsh int ipv4 set dynamicport tcp start=10000").unreadable).toEqual([
      { line: 1, text: "netsh int ipv4 set dynamicport tcp start=10000" },
    ]);
  });

  it("is told from a sysctl file", () => {
    expect(isWindowsScript("rem x\nnetsh int ipv4 show dynamicport tcp")).toBe(true);
    expect(isWindowsScript("net.ipv4.ip_local_port_range = 15000 64999")).toBe(false);
  });
});
