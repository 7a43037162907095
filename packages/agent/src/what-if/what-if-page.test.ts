import { findFolklore } from "@berth/shared/domain/remedies/folklore.ts";
import { rankRemedies } from "@berth/shared/domain/remedies/rank-remedies.ts";
import {
  buildListener,
  buildNamespace,
  buildPool,
  buildSnapshot,
  buildTcpStates,
  buildTuple,
} from "@berth/shared/testing/build-snapshot.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { wordRemedy } from "@berth/shared/text/worded-remedy.ts";
import { describe, expect, it } from "vitest";
import type { Collector } from "../collectors/collector.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { PLAIN } from "../terminal/paint.ts";
import { type ProposedFlags, readChanges } from "./read-changes.ts";
import { remediesPage } from "./remedies-page.ts";
import { remedyPage } from "./remedy-page.ts";
import { readWhatIfFacts } from "./what-if-facts.ts";
import { type WhatIfStyle, whatIfPage } from "./what-if-page.ts";
import { whatIfReport, wordedFolklore } from "./what-if-report.ts";

const TEXT = { en: english, ja: japanese };
const LANGUAGES = ["en", "ja"] as const;

/** 10.0.3.17 at 92.6 % of its ports to one Redis, a name that would write to the terminal, and a long IPv6 tuple. */
const namespace = buildNamespace({
  reserved: [{ low: 50_000, high: 50_011 }],
  tcpPortsInRange: 26_123,
  tcpStates: { v4: buildTcpStates({ established: 214, timeWait: 25_906, listen: 9 }), v6: buildTcpStates() },
  listeners: [40_001, 40_003, 40_005].map((port) => buildListener({ port })),
  tuples: [
    buildTuple({
      capacity: 28_220,
      used: 26_123,
      blocked: 3,
      established: 214,
      timeWait: 25_906,
      closesPerSecond: [438, 438, 438, 438, 438, 438],
      holders: [{ process: "checkout\u001b[31m", share: 1 }],
    }),
    buildTuple({
      source: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
      destination: { address: "2001:db8:1111:2222:3333:4444:5555:6666", port: 61_616 },
      capacity: 28_220,
    }),
  ],
  pools: [buildPool({ capacity: 28_220, used: 26_123 })],
});
const snapshot = buildSnapshot({
  namespaces: [namespace],
  configured: [
    { key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/etc/sysctl.d/90-tuning.conf", line: 3, runtime: null, isOverridden: false },
  ],
  published: [{ runtime: "docker", container: "web\u001b[2J", protocol: "tcp", address: "0.0.0.0", port: 18_080 }],
});
const collector: Collector = {
  snapshot: () => snapshot,
  readOwnNamespace: () => {
    throw new Error("is not asked");
  },
  readLogs: async () => [],
  onFailure: () => {},
  close: () => {},
};
const facts = readWhatIfFacts(collector)!;

const style = (language: "en" | "ja"): WhatIfStyle => ({
  language,
  text: TEXT[language].check,
  whatIf: TEXT[language].whatIf,
  paint: PLAIN,
  columns: 80,
  timeZone: "UTC",
});

function page(language: "en" | "ja", flags: Partial<ProposedFlags>): string {
  const all = { set: [], reserve: [], pool: undefined, sources: undefined, destinations: undefined, "no-port": false, ...flags };
  const proposed = readChanges(all, snapshot.host, facts.present);
  return whatIfPage(whatIfReport(facts, proposed, language, TEXT[language].whatIf), style(language));
}

const cause = "short-connections-one-destination";
const remediesOf = (language: "en" | "ja") =>
  rankRemedies({ snapshot }, { cause, evidence: [], rivals: [] }).map((remedy) =>
    wordRemedy(language, remedy, { os: "linux", isContainer: false }),
  );

const ranked = (language: "en" | "ja", hostFlags?: string): string =>
  remediesPage(
    cause,
    remediesOf(language),
    findFolklore(snapshot).map((finding) => wordedFolklore(finding, language)),
    { ...style(language), hostFlags },
  );

const RANGE = { set: ["net.ipv4.ip_local_port_range=15000 65000", "net.ipv4.tcp_fin_timeout=15"] };

describe("what-if pages", () => {
  it.each(LANGUAGES)("read as they were looked at, in %s", async (language) => {
    await expect(page(language, RANGE)).toMatchFileSnapshot(`./testing/what-if-page.${language}.txt`);
    await expect(ranked(language)).toMatchFileSnapshot(`./testing/remedies-page.${language}.txt`);
  });

  it.each(LANGUAGES)("fit 80 columns but for commands, and let no name write to the terminal, in %s", (language) => {
    const pages = [page(language, RANGE), page(language, { pool: "20", "no-port": true }), ranked(language)];
    for (const whole of pages) {
      const [title] = [TEXT[language].whatIf.title.apply];
      for (const line of whole.split(`\n${title}`)[0]!.split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      expect(whole).not.toContain("\u001b");
    }
  });

  it("shows how to print every further remedy, on the host that was judged", () => {
    const all = ranked("en", "--replay './my bundle'");
    expect(all.replaceAll(/\n\s+/g, " ")).toContain("commands: berth-agent what-if --remedy tw-reuse --replay './my bundle'");
    expect(all.replaceAll(/\n\s+/g, " ")).toContain("try it: berth-agent what-if --pool 20 --replay './my bundle'");
    expect(all.replaceAll(/\s+/g, " ")).toContain(
      "Also: Python requests · Python httpx · Python SQLAlchemy · Python psycopg and 17 more. All of them:",
    );
  });

  it.each(LANGUAGES)("print one remedy whole, in %s", (language) => {
    const remedy = remediesOf(language).find(({ id }) => id === "widen-range")!;
    const page = remedyPage(remedy, style(language));
    for (const { apply, undo } of remedy.instructions) {
      for (const line of [apply, undo ?? ""].flatMap((text) => text.split("\n"))) expect(page).toContain(line);
    }
    for (const word of [remedy.why, remedy.verify, ...remedy.conditions.map(({ sentence }) => sentence)])
      expect(page.replaceAll(/\s/g, "")).toContain(word.replaceAll(/\s/g, ""));
    expect(page).not.toContain("\u001b");
  });

  it("says that it has only counts to go by, and does not know listeners outside the range", () => {
    expect(page("en", RANGE)).toContain("Worked out from counts");
    expect(ranked("en")).toContain("Listeners outside the present range are not in a snapshot");
  });

  it("shows no way to take every port away", () => {
    const all = page("en", { set: ["net.ipv4.ip_local_reserved_ports=1-65535"] });
    expect(all).toMatch(/Solve one\scollision first\./);
    expect(all).toMatch(/^✕ No port would be left/m);
    expect(all).not.toContain("sysctl -w");
  });

  it("knows nothing of a host whose range could not be read", () => {
    const unread = { ...collector, snapshot: () => ({ ...snapshot, namespaces: [{ ...namespace, range: null }] }) };
    expect(readWhatIfFacts(unread)).toBeNull();
  });
});
