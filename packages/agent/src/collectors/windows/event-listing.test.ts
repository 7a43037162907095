import { LogDigest } from "@berth/shared/domain/evidence/log-digest.ts";
import { describe, expect, it } from "vitest";
import { eventLines } from "./event-listing.ts";

const signed = (text: string) => {
  const digest = new LogDigest();
  digest.addText(eventLines(text), "System", { nowMs: null, offsetMinutes: null });
  return digest.list(0).map(({ signature, count, lastMs }) => [signature, count, lastMs]);
};
const AT = Date.UTC(2026, 10, 24, 10);

describe("events of Windows", () => {
  it.each([
    [
      "a table in German",
      "\r\n   ProviderName: Tcpip\r\n\r\nTimeCreated                     Id LevelDisplayName Message\r\n-----------                     -- ---------------- -------\r\n24.11.2026 10:00:00           4227 Warnung          TCP/IP konnte keine ausgehende Verbindung herstellen...\r\n",
      null,
    ],
    [
      "a list",
      "TimeCreated  : 2026-11-24T10:00:00Z\r\nProviderName : Tcpip\r\nId           : 4227\r\nMessage      : 自動選択されたローカル エンドポイント\r\n",
      AT,
    ],
    [
      "text of wevtutil",
      "Event[0]:\r\n  Log Name: System\r\n  Source: Tcpip\r\n  Date: 2026-11-24T10:00:00.000Z\r\n  Event ID: 4227\r\n  Task: N/A\r\n",
      AT,
    ],
    [
      "XML of wevtutil",
      "<Event><System><Provider Name='Tcpip'/><EventID Qualifiers='32768'>4227</EventID><TimeCreated SystemTime='2026-11-24T10:00:00.000Z'/></System></Event>\n",
      AT,
    ],
    ["a line of one's own", "2026-11-24T10:00:00+00:00 Tcpip 4227 TCP/IP n’a pas pu établir une connexion\n", AT],
  ])("tells an event in %s, once", (_, text, atMs) => {
    expect(signed(text)).toEqual([["windows-4227", 1, atMs]]);
  });

  it("counts them, and keeps Netlogon's apart", () => {
    const rows = "   ProviderName: Tcpip\nx 4231 Fehler\nx 4231 Fehler\n   ProviderName: NETLOGON\nx 5809 Fehler\n";
    expect(signed(rows).map(([signature, count]) => [signature, count])).toEqual([
      ["windows-4231", 2],
      ["netlogon-5809", 1],
    ]);
  });

  it("takes no other program's event, nor a number inside another, for one of these", () => {
    expect(signed("   ProviderName: Microsoft-Windows-Kernel-General\nx 4231 Information\n")).toEqual([]);
    expect(signed("   ProviderName: Tcpip\nport 42310, 10.0.42.4231, at 4231:00\n")).toEqual([]);
  });

  it("knows a message that stands alone by its words", () => {
    expect(
      signed(
        "A request to allocate an ephemeral port number from the global TCP port space has failed due to all such ports being in use.\n",
      ),
    ).toEqual([["windows-4231", 1, null]]);
  });
});
