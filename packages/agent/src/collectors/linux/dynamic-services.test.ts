import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import type { CommandAnswer, RunCommand } from "../run-command.ts";
import { DynamicServices } from "./dynamic-services.ts";
import { parseEpmd, parseProcessList, parseRpcinfo } from "./service-listings.ts";

const RPCINFO =
  "   program vers proto   port  service\n    100000    4   tcp    111  portmapper\n    100024    1   udp  41233  status\n    100005    3   tcp    892  mountd\n    100021    4   tcp  38465  nlockmgr\n";

function host(
  processes: Record<string, { comm: string; cmdline?: string; namespace?: string }>,
  answers: Record<string, CommandAnswer> = {},
) {
  const texts: Record<string, string> = { "/etc/vsftpd.conf": "pasv_min_port=40000\npasv_max_port=40100\n" };
  const links: Record<string, string> = { "/proc/self/ns/net": "net:[1]" };
  for (const [pid, { comm, cmdline = "", namespace = "net:[1]" }] of Object.entries(processes)) {
    texts[`/proc/${pid}/comm`] = `${comm}\n`;
    texts[`/proc/${pid}/cmdline`] = cmdline.replaceAll(" ", "\0");
    links[`/proc/${pid}/ns/net`] = namespace;
  }
  const asked: string[] = [];
  const timeouts: number[] = [];
  let nowMs = 0;
  const runCommand: RunCommand = (file, _args, { timeoutMs }): CommandAnswer => {
    asked.push(file);
    timeouts.push(timeoutMs);
    nowMs += 1_500;
    return answers[file] ?? { reason: "absent", hint: "no such program" };
  };
  const files = fakeHostFiles({ texts, links, folders: { "/proc": ["self", "meminfo", ...Object.keys(processes)] } });
  const services = new DynamicServices({ files, runCommand, monotonicMs: () => nowMs });
  const gaps: Gap[] = [];
  return { services, gaps, asked, timeouts };
}

const said = (stdout: string): CommandAnswer => ({ stdout, stderr: "", exitCode: 0 });
const jmx = "java -Dcom.sun.management.jmxremote.port=7091 -jar app.jar";

describe("what services say of their ports", () => {
  it("takes NFS's helpers by their program numbers, one for each port", () => {
    expect(parseRpcinfo(RPCINFO).map(({ service, port }) => [service, port])).toEqual([
      ["nfs-statd", 41_233],
      ["nfs-mountd", 892],
      ["nfs-lockd", 38_465],
    ]);
  });

  it("takes Erlang's nodes by name, and Java's RMI port where it is fixed", () => {
    expect(parseEpmd("epmd: up and running on port 4369 with data:\nname rabbit at port 25672\n")).toMatchObject([
      { instance: "rabbit", port: 25_672 },
    ]);
    expect(parseProcessList(`app  812 ${jmx}\nroot 1 /sbin/init\n`)).toMatchObject([
      { service: "java-rmi", instance: "java 812", port: null, configured: null },
    ]);
    expect(parseProcessList(`app 812 ${jmx} -Dcom.sun.management.jmxremote.rmi.port=7091`)).toMatchObject([
      { port: 7_091, configured: { low: 7_091 } },
    ]);
  });
});

describe("the services of this host", () => {
  it("is an empty list where none of them runs, and asks nobody", () => {
    const { services, gaps, asked } = host({ 1: { comm: "systemd" } });
    expect(services.read(0, gaps)).toEqual([]);
    expect({ gaps, asked }).toEqual({ gaps: [], asked: [] });
  });

  it("asks rpcbind and epmd, reads vsftpd's settings and Java's command line", () => {
    const { services, gaps } = host(
      { 10: { comm: "rpcbind" }, 11: { comm: "epmd" }, 12: { comm: "vsftpd" }, 13: { comm: "java", cmdline: jmx } },
      { rpcinfo: said(RPCINFO), epmd: said("name rabbit at port 25672\n") },
    );
    expect(services.read(0, gaps)?.map(({ service }) => service)).toEqual([
      "java-rmi",
      "erlang-distribution",
      "nfs-statd",
      "nfs-mountd",
      "nfs-lockd",
      "ftp-passive",
    ]);
    expect(gaps).toEqual([]);
  });

  it("leaves out what runs in another network namespace", () => {
    const { services, gaps } = host({ 13: { comm: "java", cmdline: jmx, namespace: "net:[2]" } });
    expect(services.read(0, gaps)).toEqual([]);
  });

  it("says that it could not ask, and makes no empty list of that", () => {
    const { services, gaps } = host({ 10: { comm: "rpcbind" } });
    expect(services.read(0, gaps)).toBeUndefined();
    expect(gaps).toMatchObject([{ part: "services", reason: "absent" }]);
  });

  it("waits two seconds for all of them together", () => {
    const { services, gaps, timeouts } = host({ 10: { comm: "rpcbind" }, 11: { comm: "epmd" } });
    services.read(0, gaps);
    expect(timeouts).toEqual([2_000, 500]);
  });

  it("reads no more of a command line than it needs, nor of more processes, and says what it left out", () => {
    const long = host({ 13: { comm: "java", cmdline: `${"x".repeat(100_000)} ${jmx}` } });
    expect(long.services.read(0, long.gaps)).toEqual([]);
    const many = host(Object.fromEntries(Array.from({ length: 600 }, (_, pid) => [pid + 10, { comm: "java", cmdline: jmx }])));
    expect(many.services.read(0, many.gaps)).toHaveLength(50);
    expect(many.gaps.map(({ part, reason, hint }) => `${part} ${reason} ${hint}`)).toEqual([
      "services truncated 100 more processes of Java were not looked at",
      "services truncated 450 more services are not listed",
    ]);
  });

  it("takes a node's name without what a terminal or a database refuses", () => {
    expect(parseEpmd("name a\u0000b\u001b[2J\ud83d at port 25672\n")).toMatchObject([{ instance: "a\ufffdb\ufffd[2J\ufffd" }]);
  });

  it("looks once a minute, and says its gaps with every snapshot", () => {
    const { services, asked } = host({ 10: { comm: "rpcbind" } });
    for (const atMs of [0, 10_000, 50_000, 61_000]) {
      const gaps: Gap[] = [];
      services.read(atMs, gaps);
      expect(gaps).toHaveLength(1);
    }
    expect(asked).toEqual(["rpcinfo", "rpcinfo"]);
  });
});
