import { configurationOf } from "@berth/shared/domain/ports/simulate.ts";
import { buildListener, buildNamespace, buildSnapshot } from "@berth/shared/testing/build-snapshot.ts";
import { cliLint } from "@berth/shared/text/en/cli-lint.ts";
import { cliUsage } from "@berth/shared/text/en/cli-usage.ts";
import { describe, expect, it } from "vitest";
import type { WhatIfFacts } from "../what-if/what-if-facts.ts";
import { lintFile } from "./lint-file.ts";
import { lintReport } from "./lint-report.ts";

const RANGE = "net.ipv4.ip_local_port_range";
const namespace = buildNamespace();
const facts: WhatIfFacts = {
  snapshot: buildSnapshot({ namespaces: [namespace], kubernetes: null }),
  namespace,
  present: configurationOf(namespace)!,
  isFromSockets: false,
  listeners: [buildListener({ port: 15_672, process: "rabbitmq" })],
  simulator: () => null,
};
const lint = (text: string) => {
  const result = lintFile(text, facts.snapshot.host, facts);
  const report = lintReport("x.conf", result, true, { language: "en", lint: cliLint, usage: cliUsage });
  return { ...report, said: report.findings.map(({ line, severity }) => `${line} ${severity}`) };
};

describe("lint", () => {
  it("finds nothing in a sound file, and says what it changes", () => {
    expect(lint(`# ours\n${RANGE} = 20000 64999\nvm.swappiness = 10\n`)).toMatchObject({
      findings: [],
      exitCode: 0,
      capacity: { before: 28_232, after: 45_000 },
    });
  });

  it.each([
    [`${RANGE} = 15000 64999`, "1 collides", 2],
    ["net.ipv4.tcp_tw_recycle = 1", "1 useless", 1],
    ["net.ipv4.tcp_fin_timeout = 15", "1 useless", 1],
    ["net.ipv4.tcp_max_tw_buckets = 5000", "1 harmful", 2],
    [`${RANGE} = 64999 15000`, "1 invalid", 2],
    ["net.ipv4.ip_local_reserved_ports = 8080,xyz", "1 invalid", 2],
    ["nonsense", "1 invalid", 2],
    [`${RANGE} = 32768 60999`, "1 already", 0],
    ["netsh int ipv4 set dynamicport tcp start=10000 num=1000", "1 harmful", 2],
  ])("says of %s: %s", (text, said, exitCode) => {
    expect(lint(text)).toMatchObject({ said: [said], exitCode });
  });

  it("judges the line that counts, and says so of the ones before", () => {
    const { said, findings } = lint(`${RANGE} = 64999 15000\n${RANGE} = 20000 64999\n`);
    expect(said).toEqual(["1 overridden"]);
    expect(findings[0]?.sentence).toContain("Line 2");
  });

  it("keeps what the system keeps where it refuses a later line", () => {
    const { said, capacity, exitCode } = lint(`${RANGE} = 1024 65535\n${RANGE} = 64999 15000\n`);
    expect(said).toContain("2 invalid");
    expect(said).toContain("1 collides");
    expect(said).not.toContain("1 overridden");
    expect({ capacity, exitCode }).toEqual({ capacity: { before: 28_232, after: 64_512 }, exitCode: 2 });
  });

  it("collides where no port would be left", () => {
    expect(lint("net.ipv4.ip_local_reserved_ports = 1-65535").said).toEqual(["1 collides"]);
  });

  it("reserves what it widens over in the same file: nothing collides", () => {
    expect(lint(`${RANGE} = 15000 64999\nnet.ipv4.ip_local_reserved_ports = 15672\n`).findings).toEqual([]);
  });

  it("writes its examples as a file has them", () => {
    expect(lint(`${RANGE} = 1`).findings[0]?.sentence).not.toContain("--set");
  });
});
