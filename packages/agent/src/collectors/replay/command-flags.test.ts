import { describe, expect, it } from "vitest";
import {
  bsdNetstatCoverage,
  CommandWords,
  type Coverage,
  linuxNetstatCoverage,
  lsofCoverage,
  netTcpCoverage,
  sockstatCoverage,
  ssCoverage,
  windowsNetstatCoverage,
} from "./command-flags.ts";
import { fileNameOf, wordsOf } from "./file-name.ts";

const of = (command: string, coverage: (words: CommandWords) => Coverage): string => {
  const { tcp, udp, isFiltered } = coverage(new CommandWords(wordsOf(fileNameOf(command))));
  const classes = [...tcp].map((each) =>
    each.replace("listening", "l").replace("connected", "c").replace("timeWait", "t").replace("bound", "b"),
  );
  const families = (family: 4 | 6) =>
    classes
      .filter((each) => each.startsWith(`${family}`))
      .map((each) => each.slice(2))
      .sort()
      .join("");
  return `4:${families(4)} 6:${families(6)} udp:${[...udp].join("")}${isFiltered ? " filtered" : ""}`;
};

describe("what a command shows", () => {
  it.each([
    ["netstat -ano", windowsNetstatCoverage, "4:clt 6:clt udp:46"],
    ["netstat -anoq", windowsNetstatCoverage, "4:bclt 6:bclt udp:46"],
    ["netstat", windowsNetstatCoverage, "4:ct 6:ct udp:"],
    ["netstat -ano -p tcp", windowsNetstatCoverage, "4:clt 6: udp:"],
    ["netstat -ano -p tcpv6", windowsNetstatCoverage, "4: 6:clt udp:"],
    ["netstat -ano | findstr 8009", windowsNetstatCoverage, "4:clt 6:clt udp:46 filtered"],
    ["netstat -tulpen", linuxNetstatCoverage, "4:l 6:l udp:46"],
    ["netstat -anp", linuxNetstatCoverage, "4:clt 6:clt udp:46"],
    ["netstat -tan", linuxNetstatCoverage, "4:clt 6:clt udp:"],
    ["netstat -nt", linuxNetstatCoverage, "4:ct 6:ct udp:"],
    ["ss -tanp", ssCoverage, "4:clt 6:clt udp:"],
    ["ss -Htan", ssCoverage, "4:clt 6:clt udp:"],
    ["ss -tupna", ssCoverage, "4:clt 6:clt udp:46"],
    ["ss -tn", ssCoverage, "4:c 6:c udp:"],
    ["ss -tulpen", ssCoverage, "4:l 6:l udp:46"],
    ["ss -4 -tan", ssCoverage, "4:clt 6: udp:"],
    ["ss -tan state time-wait", ssCoverage, "4:clt 6:clt udp: filtered"],
    ["netstat -an", bsdNetstatCoverage, "4:bclt 6:bclt udp:46"],
    ["netstat -An", bsdNetstatCoverage, "4:ct 6:ct udp:"],
    ["netstat -Aan", bsdNetstatCoverage, "4:bclt 6:bclt udp:46"],
    ["NETSTAT -ANO", windowsNetstatCoverage, "4:clt 6:clt udp:46"],
    ["ss --all --tcp", ssCoverage, "4:clt 6:clt udp:"],
    ["ss -tar", ssCoverage, "4:clt 6:clt udp:"],
    ["netstat -anv -p tcp", bsdNetstatCoverage, "4:bclt 6:bclt udp:"],
    ["netstat -na -f inet", bsdNetstatCoverage, "4:bclt 6: udp:4"],
    ["lsof -nP -i", lsofCoverage, "4:bcl 6:bcl udp:46"],
    ["lsof -Pn -i4", lsofCoverage, "4:bcl 6: udp:4"],
    ["lsof -nP -iTCP -sTCP:LISTEN", lsofCoverage, "4:bcl 6:bcl udp: filtered"],
    ["sockstat -46", sockstatCoverage, "4:bcl 6:bcl udp:46"],
    ["sockstat -4l", sockstatCoverage, "4:l 6: udp:4"],
    ["Get-NetTCPConnection", netTcpCoverage, "4:bclt 6:bclt udp:"],
    ["Get-NetTCPConnection -State Listen", netTcpCoverage, "4:l 6:l udp:"],
    ["Get-NetTCPConnection -State Established", netTcpCoverage, "4: 6: udp: filtered"],
    ["Get-NetTCPConnection | where State -match Listen", netTcpCoverage, "4:bclt 6:bclt udp: filtered"],
    ["Get-NetTCPConnection | ConvertTo-Json", netTcpCoverage, "4:bclt 6:bclt udp:"],
  ] as const)("%s", (command, coverage, shown) => {
    expect(of(command, coverage)).toBe(shown);
  });
});
