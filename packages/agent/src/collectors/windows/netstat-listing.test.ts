import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { describe, expect, it } from "vitest";
import { decodeText } from "../listing/decode-text.ts";
import { parseWindowsNetstat } from "./netstat-listing.ts";

const NUMBER_NAMES = Object.fromEntries(Object.entries(TCP_STATE_NUMBER).map(([name, number]) => [number, name]));
const rows = (...words: [remote: string, word: string, pid?: string][]) =>
  words
    .map(([remote, word, pid = "612"], index) => `  TCP    10.0.0.4:${50_000 + index}         ${remote}      ${word}      ${pid}`)
    .join("\r\n");
const states = (text: string) => parseWindowsNetstat(text).sockets.map(({ state }) => (state === null ? null : NUMBER_NAMES[state]));
const FAR = "10.0.0.9:443";
const NOBODY = "0.0.0.0:0";

describe("netstat of Windows in other languages", () => {
  it("knows the words of German, and of German whose letters were lost in a code page", () => {
    const german = rows(
      [NOBODY, "ABHÖREN"],
      [FAR, "HERGESTELLT"],
      [FAR, "WARTEND", "0"],
      [FAR, "SCHLIESSEN_WARTEN"],
      [FAR, "SYN_GESENDET"],
      [FAR, "FIN_WARTEN_2"],
    );
    const told = ["listen", "established", "timeWait", "closeWait", "synSent", "finWait2"];
    expect(states(german)).toEqual(told);
    const codePage850 = Uint8Array.from([...german].map((letter) => (letter === "Ö" ? 0x99 : letter.charCodeAt(0))));
    expect(states(decodeText(codePage850))).toEqual(told);
    expect(states(german.replace("ABHÖREN", "ABHÃ–REN"))).toEqual(told);
  });

  it.each([
    ["Spanish", "ESCUCHANDO", "ESTABLECIDO"],
    ["French", "À L'ÉCOUTE", "ÉTABLIE"],
    ["Russian", "ПРОСЛУШИВАНИЕ", "УСТАНОВЛЕНО"],
    ["Chinese", "侦听", "已建立"],
    ["Japanese", "リッスン", "確立"],
  ])("knows the words of %s", (_, listening, connected) => {
    expect(states(rows([NOBODY, listening], [FAR, connected]))).toEqual(["listen", "established"]);
  });

  it("tells by the shape what no word tells: no peer, and no owner", () => {
    expect(states(rows([NOBODY, "XYZZY"], [FAR, "PLUGH", "0"]))).toEqual(["listen", "timeWait"]);
  });

  it("counts an unknown state as a port in use and says so, with its line", () => {
    const { sockets, problems } = parseWindowsNetstat(rows([FAR, "PLUGH"], [FAR, "PLUGH"]));
    expect(sockets.map(({ state, local }) => [state, local.port])).toEqual([
      [null, 50_000],
      [null, 50_001],
    ]);
    expect(problems).toEqual([{ line: 1, what: expect.stringContaining("PLUGH") }]);
  });

  it("tells bound sockets from listeners by their word with -q, in a language that it does not know", () => {
    expect(states(rows([NOBODY, "LISTENING"], [NOBODY, "BOUND"], [NOBODY, "XYZZY"]))).toEqual(["listen", "close", "close"]);
  });
});

describe("netstat of Windows, damaged", () => {
  it("takes a state that a console cut, where only one begins so", () => {
    expect(states(`  TCP    10.0.0.4:50000         ${FAR}      ESTABL`)).toEqual(["established"]);
  });

  it("trusts no last digits of a line that is cut", () => {
    const { sockets, problems } = parseWindowsNetstat("  TCP    0.0.0.0:13\r\n  TCP    10.0.0.4:50000     10.0.0.9:44\r\n");
    expect(sockets.map(({ local, remote }) => [local.port, remote?.port])).toEqual([
      [null, null],
      [50_000, null],
    ]);
    expect(problems.map(({ line }) => line)).toEqual([1, 2]);
  });

  it("reads what PowerShell wrote as UTF-16, with its mark and without", () => {
    const text = `${rows([FAR, "ESTABLISHED"])}\r\n`;
    const utf16 = new Uint8Array(2 + 2 * text.length);
    utf16.set([0xff, 0xfe]);
    for (let at = 0; at < text.length; at++) utf16[2 + 2 * at] = text.charCodeAt(at);
    expect(states(decodeText(utf16))).toEqual(["established"]);
    expect(states(decodeText(utf16.subarray(2)))).toEqual(["established"]);
  });

  it("gives a row its owner, wherever the line with its name stands", () => {
    const text = `  TCP    0.0.0.0:135   0.0.0.0:0   LISTENING   912\n  RpcSs\n [svchost.exe]\n  TCP    0.0.0.0:445   0.0.0.0:0   LISTENING   4\n Es konnten keine Besitzerinformationen abgerufen werden\n`;
    expect(parseWindowsNetstat(text).sockets.map(({ pid, process }) => [pid, process])).toEqual([
      [912, "svchost.exe"],
      [4, null],
    ]);
  });
});
