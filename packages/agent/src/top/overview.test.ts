import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { BUILT_AT_MS, buildNamespace, buildProcess, buildSnapshot, buildTuple, buildUdp } from "@berth/shared/testing/build-snapshot.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { describe, expect, it } from "vitest";
import { widthOf } from "../terminal/fit-line.ts";
import { PLAIN } from "../terminal/paint.ts";
import { topPage, topReport } from "./top-page.ts";
import type { TopReading } from "./top-reading.ts";
import { FIRST_LOOK } from "./top-state.ts";
import type { TopStyle } from "./top-style.ts";
import { TopWatch } from "./top-watch.ts";

const styleIn = (language: "en" | "ja", columns = 80): TopStyle => {
  const text = language === "en" ? english : japanese;
  return { language, text: text.check, top: text.top, whatIf: text.whatIf, paint: PLAIN, columns, timeZone: "UTC" };
};
const failing = (secondsAgo: number): PortFailure => ({
  atMs: BUILT_AT_MS - secondsAgo * 1000,
  errno: 99,
  operation: "connect",
  protocol: "tcp",
  source: null,
  destination: { address: "10.4.7.21", port: 6_379 },
  process: "orders",
  count: 79,
});
const readingOf = (tuple: Partial<Tuple>, said: Partial<Snapshot> = {}, namespace: Partial<NamespaceSnapshot> = {}): TopReading =>
  new TopWatch().take(
    buildSnapshot({ namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 1_000, ...tuple })], ...namespace })], ...said }),
  );
const page = (reading: TopReading, columns = 80, rows = 24) => topPage(reading, FIRST_LOOK, 1_000, rows, styleIn("en", columns)).join("\n");

describe("the overview of top", () => {
  it("says that ports run out now while calls fail, and no more some seconds after", () => {
    const full = { used: 990, established: 990 };
    expect(page(readingOf(full, { failures: [failing(1)] }))).toContain("running out now · 79 failed");
    expect(page(readingOf(full, { failures: [failing(60)] }))).not.toContain("running out now");
  });

  it("names a holder once, by its failed calls where nobody was seen, and for UDP by the ports of processes", () => {
    const holders = [
      { process: "python3", share: 1, basis: "inferred" },
      { process: "python3", share: 1, basis: "live" },
    ] as const;
    expect(page(readingOf({ used: 900, holders: [...holders] }))).toContain("WHO  python3 100.0 %\n");
    expect(page(readingOf({ used: 900 }, { failures: [failing(1)] }))).toContain("WHO  orders (its calls failed)");
    const processes = [buildProcess({ name: "resolver", udpPortsInRange: 900 })];
    expect(page(readingOf({ used: 0 }, {}, { udp: buildUdp(900, 1_000), capacity: 1_000, processes }))).toContain("WHO  resolver 100.0 %");
  });

  it("shows the verdict, the failures and the first row first on a small terminal", () => {
    const lines = page(readingOf({ used: 990 }, { failures: [failing(1)] }), 40, 10);
    expect(lines.split("\n")).toHaveLength(10);
    expect(lines).toMatch(/✕ /);
    expect(lines).toContain("connect()");
    expect(lines).toContain("10.0.3.17 →");
    expect(lines).toContain("99");
  });

  it("marks a sentence that is cut", () => {
    const lines = page(readingOf({ used: 990, source: `2001:db8:${"1234:".repeat(5)}1` }, { failures: [failing(1)] }), 50).split("\n");
    expect(lines.slice(1, 5).some((line) => line.endsWith("…"))).toBe(true);
  });

  it.each(["en", "ja"] as const)("is no wider than the terminal in %s, and says that one look sees no failures", (language) => {
    const style = styleIn(language);
    const lines = topReport(readingOf({ used: 900 }), 1_000, style);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
    expect(lines.join("\n")).toContain(style.top.oneLook);
  });
});
