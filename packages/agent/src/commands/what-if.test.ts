import { cli } from "@berth/shared/text/en/cli.ts";
import { describe, expect, it } from "vitest";
import type { CommandIo } from "./command-io.ts";
import { dispatch } from "./dispatch.ts";

const waiting = (row: (port: number) => string) => Array.from({ length: 14_000 }, (_, index) => row(49_152 + index)).join("");

const WINDOWS = {
  "netstat_-anoq.txt": waiting((port) => `  TCP    10.0.0.4:${port}    10.0.0.9:5432    TIME_WAIT    0\r\n`),
  "netsh_int_ipv4_show_dynamicport_tcp.txt": "Startport : 49152\r\nAnzahl der Ports : 16384\r\n",
  "netsh_int_ipv4_show_excludedportrange_tcp.txt": "Startport    Endport\r\n----------    --------\r\n",
};
const MAC = {
  "netstat_-an.txt": `Proto Recv-Q Send-Q  Local Address  Foreign Address  (state)\n${waiting((port) => `tcp4       0      0  10.0.0.4.${port}    10.0.0.9.443    TIME_WAIT\n`)}`,
  "sysctl_net.inet.ip.portrange.txt": "net.inet.ip.portrange.first: 49152\nnet.inet.ip.portrange.last: 65535\n",
  "sw_vers.txt": "ProductName:\tmacOS\nProductVersion:\t14.5\n",
};

async function run(files: Record<string, string>, ...args: string[]) {
  const said = { out: "", error: "" };
  const io: Partial<CommandIo> = {
    writeOut: (text) => {
      said.out += text;
    },
    writeError: (text) => {
      said.error += text;
    },
    isTerminal: false,
    isErrorTerminal: false,
    env: {},
    language: "en",
    text: cli,
    readBundle: (folder) => ({
      folder,
      files: Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text), modifiedMs: 1_772_366_400_000 })),
    }),
  };
  const exitCode = await dispatch(
    { wantsHelp: false, language: "en", problem: null, args: [...args, "--replay", "a bundle"] },
    io as CommandIo,
  );
  return { ...said, flat: said.out.replaceAll(/\s+/g, " "), exitCode };
}

describe("what-if of a host that is not here", () => {
  it("names the system's own setting and the bundle in what it shows to type", async () => {
    const windows = await run(WINDOWS, "what-if");
    expect(windows.flat).toContain(`try it: berth-agent what-if --set dynamicport="start=15000 num=50536" --replay 'a bundle'`);
    const mac = await run(MAC, "what-if", "--os", "darwin");
    expect(mac.flat).toContain("--set net.inet.ip.portrange.first=15000 --replay 'a bundle' --os darwin");
  });

  it("prints one remedy with every command", async () => {
    const { out, exitCode } = await run(WINDOWS, "what-if", "--remedy", "widen-range");
    expect(exitCode).toBe(0);
    expect(out).toContain("netsh int ipv6 set dynamicport udp start=15000 num=50536");
    expect(out).toContain("Set-NetUDPSetting");
    expect(out).toContain("start=49152 num=16384");
    const { out: json } = await run(WINDOWS, "what-if", "--remedy", "widen-range", "--json");
    expect(JSON.parse(json)).toMatchObject({ remedy: { id: "widen-range" } });
    expect((await run(WINDOWS, "what-if", "--remedy", "reboot-macos")).out).toContain("does not help here");
  });

  it("says which remedy was meant, and that it stands alone", async () => {
    expect(await run(WINDOWS, "what-if", "--remedy", "widen-rang")).toMatchObject({
      exitCode: 64,
      error: expect.stringContaining("Nearest: widen-range"),
    });
    expect(await run(WINDOWS, "what-if", "--remedy", "widen-range", "--pool", "3")).toMatchObject({ exitCode: 64, out: "" });
  });
});

describe("check of a host that is not here", () => {
  it("shows netsh's four lines, and the system that a kernel's version is not known of", async () => {
    expect((await run(WINDOWS, "check")).out).toContain("    netsh int ipv6 set dynamicport udp start=15000 num=50536\n");
    expect((await run(MAC, "check")).out).toContain("macOS 14.5");
  });

  it("lists the files that do not tell whose they are", async () => {
    const { exitCode, error } = await run({ "netstat -ano.txt": "nothing", "nestat_-an.txt": "" }, "check");
    expect(exitCode).toBe(64);
    expect(error).toContain("(netstat -ano.txt)");
    expect(error).toContain("Was netstat_-an.txt meant?");
  });
});
