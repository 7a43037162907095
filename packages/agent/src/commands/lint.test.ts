import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cli } from "@berth/shared/text/en/cli.ts";
import { afterAll, describe, expect, it } from "vitest";
import { localFiles } from "../adapters/local-files.ts";
import { displayWidth } from "../terminal/display-width.ts";
import type { CommandIo } from "./command-io.ts";
import { lint } from "./lint.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function lintOf(bytes: Uint8Array | string) {
  const file = path.join(folder, "x.conf");
  writeFileSync(file, bytes);
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
    files: localFiles,
    readBundle: (name) => ({
      folder: name,
      files: [{ name: "proc_sys_net_ipv4_ip_local_port_range.txt", bytes: Buffer.from("32768 60999\n"), modifiedMs: 0 }],
    }),
  };
  const exitCode = await lint([file, "--replay", "bundle"], io as CommandIo);
  return { ...said, exitCode, file };
}

const HARM = "netsh int ipv4 set dynamicport tcp start=10000 num=1000\r\n";

describe("lint of a file", () => {
  it.each([
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${HARM}`, "utf16le")],
    ["UTF-16 without one", Buffer.from(HARM, "utf16le")],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${HARM}`)],
  ])("reads %s", async (_, bytes) => {
    const { out, exitCode } = await lintOf(bytes);
    expect(exitCode).toBe(2);
    expect(out).toContain("HARMFUL  line 1: netsh dynamicport tcp");
  });

  it("says once of a file that is none of text, and of one that is too large", async () => {
    const elf = await lintOf(Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7) % 251));
    expect(elf).toMatchObject({
      exitCode: 64,
      out: "",
      error: `berth-agent: ${elf.file} is no text file. Give a sysctl file or a netsh script.\n`,
    });
    const large = await lintOf("#".repeat(1_000_001));
    expect(large).toMatchObject({ exitCode: 64, out: "" });
    expect(large.error).toContain("has more than 1 MB");
  });

  it("reads comments in an OEM code page", async () => {
    const { out, exitCode } = await lintOf(Buffer.from([0x23, 0x20, 0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x0a]));
    expect(exitCode).toBe(0);
    expect(out).toContain("sets nothing");
  });

  it("cuts what is longer than a line", async () => {
    const { out } = await lintOf(`net.ipv4.ip_local_port_range = ${"9".repeat(500)}\n${"x".repeat(500)}\n`);
    for (const line of out.replaceAll(folder, "").split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    expect(out).toContain("…");
  });
});
