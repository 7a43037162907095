import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replayOf } from "../../testing/bundles.ts";
import { CAPTURES_MISSING, captures } from "../../testing/captures.ts";

/** Captures of sockets, under the names of the commands that printed them. */
const SOCKETS: [id: string, os: OperatingSystem, file: string][] = [
  ["w01", "windows", "netstat_-an.txt"],
  ["w03", "windows", "netstat_-aonb.txt"],
  ["w11", "windows", "netstat_-anob.txt"],
  ["w18", "windows", "Get-NetTCPConnection.txt"],
  ["w19a", "windows", "Get-NetTCPConnection_ConvertTo-Json.txt"],
  ["m05", "darwin", "netstat_-an.txt"],
  ["m08a", "darwin", "lsof_-Pn_-i4.txt"],
  ["f05", "freebsd", "netstat_-an.txt"],
  ["f08a", "freebsd", "sockstat.txt"],
  ["l01", "linux", "proc_net_tcp.txt"],
  ["l08c", "linux", "ss_-lnp.txt"],
  ["l10d", "linux", "netstat_-anp.txt"],
];

const portsOf = (os: OperatingSystem, file: string, text: string) => {
  const snapshot = replayOf({ [file]: text }, os).snapshot();
  SnapshotWire.parse(JSON.parse(JSON.stringify(snapshot)));
  const [own] = snapshot.namespaces;
  return {
    tcp: own!.tcpPortsInRange ?? 0,
    listeners: own!.listeners.map(({ protocol, port }) => `${protocol} ${port}`),
    gaps: snapshot.gaps,
  };
};

describe("real listings, cut off anywhere", () => {
  test.for(SOCKETS)("%s shows no port that the whole has not", ([id, os, file], ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const text = captures.read(id);
    const whole = portsOf(os, file, text);
    fc.assert(
      fc.property(fc.nat(text.length), (end) => {
        const cut = portsOf(os, file, text.slice(0, end));
        expect(cut.tcp).toBeLessThanOrEqual(whole.tcp);
        // A snapshot lists a hundred at most, and which depends on all.
        if (whole.listeners.length < 100) for (const listener of cut.listeners) expect(whole.listeners).toContain(listener);
      }),
      { numRuns: 15 },
    );
  });

  test.for(SOCKETS)("%s reads the same in UTF-16 and with other ends of lines", ([id, os, file], ctx) => {
    if (!captures) return ctx.skip(CAPTURES_MISSING);
    const text = captures.read(id).replaceAll("\r\n", "\n");
    const { tcp, listeners } = portsOf(os, file, text);
    const crlf = text.replaceAll("\n", "\r\n");
    expect(portsOf(os, file, crlf)).toMatchObject({ tcp, listeners });
    const wide = new Uint8Array(2 + 2 * crlf.length);
    new DataView(wide.buffer).setUint16(0, 0xfeff, true);
    for (let at = 0; at < crlf.length; at++) new DataView(wide.buffer).setUint16(2 + 2 * at, crlf.charCodeAt(at), true);
    const [own] = replayOf({ [file]: wide }, os).snapshot().namespaces;
    expect(own!.tcpPortsInRange ?? 0).toBe(tcp);
  });
});
