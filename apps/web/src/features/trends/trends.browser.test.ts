import { FleetTrends } from "@berth/shared/contract/trends.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { axeViolations } from "../../../testing/accessibility.ts";
import { horizontalOverflow, openBrowser, type Stage, visit } from "../../../testing/browser.ts";
import { LOOKS } from "../../../testing/looks.ts";
import { SAMPLE_FLEET } from "../../../testing/sample-fleet.ts";
import { sampleSnapshot } from "../../../testing/sample-snapshot.ts";
import { startBerth } from "../../../testing/start-berth.ts";
import { textOf } from "../../ui/text.ts";

const en = textOf("en");
const words = en.trends;
const CHARTS = ["used", "over", "verdicts", "ceiling", "traffic", "reporting"] as const;

let stage: Stage;
afterAll(async () => {
  await stage?.browser?.close();
  await stage?.berth.close();
});

const cookie = async () => (await stage.berth.session()).map(({ name, value }) => `${name}=${value}`).join("; ");
const read = async (address: string) => (await fetch(stage.berth.origin + address, { headers: { cookie: await cookie() } })).text();

beforeAll(async () => {
  // The API's jobs run every minute; the test says when the minute is over.
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const [berth, browser] = await Promise.all([startBerth(), openBrowser()]);
  stage = { berth, browser };
});

describe("before anything is rolled up", () => {
  test.for(LOOKS)("teaches in $language, $colorScheme, $width px wide", async ({ language, colorScheme, width }, ctx) => {
    const page = await visit(ctx, stage, `/${language}/trends`, { colorScheme, viewport: { width, height: 900 } });
    const { empty } = textOf(language).trends;
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe(empty.title);
    expect(await page.getByRole("listitem").filter({ hasText: empty.steps[2] }).isVisible()).toBe(true);
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("a range of whole hours leads to the one that has data first", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends?range=13mo");
    expect(await page.getByText(words.empty.hours.detail).isVisible()).toBe(true);
    await page.getByRole("link", { name: words.empty.hours.action }).click();
    await page.waitForURL((url) => url.searchParams.get("range") === "24h");
  });
});

describe("a fleet that was rolled up", () => {
  beforeAll(async () => {
    const { berth } = stage;
    // Two runs with a closed step of silence between them, both over for long enough to be closed.
    const minutesAgo = [24, 23, 22, 12, 11, 10, 9, 8, 7];
    const hosts = [
      { ...SAMPLE_FLEET.fail, labels: { zone: "eu-1" } },
      { ...SAMPLE_FLEET.warn, labels: { zone: "us-1" } },
      { ...SAMPLE_FLEET.unknown, labels: { zone: "us-1" } },
    ];
    for (const host of hosts) {
      const { push } = await berth.enrol(host.hostname, host.labels);
      await push(...minutesAgo.map((minutes) => sampleSnapshot({ ...host, capturedAtMs: Date.now() - minutes * 60_000 })));
    }
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    await vi.waitFor(
      async () => {
        const { hosts } = FleetTrends.parse(JSON.parse(await read("/v1/fleet/trends")));
        expect(hosts.filter((count) => count === 3).length).toBeGreaterThanOrEqual(2);
        expect(await read("/v1/destinations")).toContain("10.4.7.21");
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  test.for(LOOKS)("fits and is accessible in $language, $colorScheme, $width px wide", async ({ language, colorScheme, width }, ctx) => {
    const page = await visit(ctx, stage, `/${language}/trends`, { colorScheme, viewport: { width, height: 900 } });
    for (const chart of CHARTS) {
      const slider = page.getByRole("slider", { name: textOf(language).trends[chart].label });
      await slider.locator(".u-over").waitFor();
    }
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("is there before any script runs: the sentence, every table, the destinations", async (ctx) => {
    const startedMs = performance.now();
    const html = await read("/en/trends");
    await ctx.annotate(`rendered in ${Math.round(performance.now() - startedMs)} ms`);
    for (const part of ["</b><span> over 80 % at most", "Nobody reported for", "10.4.7.21:6379", "92.6 %"]) expect(html).toContain(part);
    for (const chart of CHARTS) expect(html).toContain(en.chart.asTableOf(words[chart].label));
  });

  test("is a sentence with shares, hosts and a moment, and says what is not known", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends");
    const period = page.getByRole("heading", { level: 2 }).first();
    expect(await period.textContent()).toMatch(
      /^p95 of hosts stayed at 92\.6 %; 1 host over 80 % at most, on .+; no failed call was seen\.$/,
    );
    for (const gap of [/^Data begin on /, /Nobody reported for \d+ min in all\./, /Up to 1 host at once reported but could not/])
      expect(await page.getByText(gap).count()).toBe(1);
  });

  test("its charts move by the arrow keys and say what stands there; a pointer moves them all; silence is said, not bridged", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends");
    const slider = page.getByRole("slider", { name: words.used.label });
    await slider.locator(".u-over").waitFor();
    expect(await slider.getAttribute("aria-valuetext")).toContain(`${words.used.max} 92.6 %`);
    await slider.focus();
    await page.keyboard.press("Home");
    expect(await slider.getAttribute("aria-valuenow")).toBe("0");
    expect(await slider.getAttribute("aria-valuetext")).toContain(en.chart.silent);
    await slider.hover({ position: { x: 300, y: 60 } });
    const pointed = await slider.getAttribute("aria-valuenow");
    expect(Number(pointed)).toBeGreaterThan(0);
    expect(await page.getByRole("slider", { name: words.verdicts.label }).getAttribute("aria-valuenow")).toBe(pointed);
  });

  test("each chart stands in a table too, with a question mark where nobody reported", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends");
    const region = page.getByRole("region", { name: words.verdicts.title, exact: true });
    await region.getByText(en.chart.asTable).click();
    const table = region.getByRole("table", { name: en.chart.asTableOf(words.verdicts.label) });
    expect(await table.getByRole("columnheader").allTextContents()).toEqual([
      en.chart.time,
      words.verdicts.fail,
      words.verdicts.warn,
      words.verdicts.unknown,
    ]);
    expect(await table.getByText("?", { exact: true }).count()).toBeGreaterThan(0);
    const newest = table.getByRole("row").filter({ hasNotText: "?" }).nth(1);
    expect(await newest.getByRole("cell").allTextContents()).toEqual(["1", "1", "1"]);
  });

  test("lists the checks that found something and the destinations with the one bar", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends");
    const checks = page.getByRole("table", { name: words.checks.caption });
    const check = checks.getByRole("row").filter({ hasText: checksText("en").title["eph-dest"] });
    expect(await check.textContent()).toContain(words.checks.nowAndMost("1", "1"));
    const destinations = page.getByRole("table", { name: words.destinations.caption });
    const first = destinations.getByRole("row").nth(1);
    expect(await first.textContent()).toContain("10.4.7.21:6379");
    expect(await first.getByRole("img", { name: `${words.destinations.worst}: 92.6 %` }).count()).toBe(1);
  });

  test("a group is chosen by a form, and stays when the range changes", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends");
    await page.getByRole("combobox", { name: words.group.label }).selectOption("zone:us-1");
    await page.getByRole("button", { name: words.group.show }).click();
    await page.waitForURL((url) => url.searchParams.get("group") === "zone:us-1");
    const period = page.getByRole("heading", { level: 2 }).first();
    expect(await period.textContent()).toContain("1 host over 60 % at most");
    expect(await page.getByText(words.destinations.wholeFleet).isVisible()).toBe(true);
    await page.getByRole("navigation", { name: words.rangeLabel }).getByRole("link", { name: words.range["7d"] }).click();
    await page.waitForURL((url) => url.searchParams.get("range") === "7d" && url.searchParams.get("group") === "zone:us-1");
    await page.getByText(words.worstOf(en.chart.span(1_800))).waitFor();
    expect(await page.getByRole("combobox", { name: words.group.label }).inputValue()).toBe("zone:us-1");
  });

  test("a group that no host has is said, with a way back", async (ctx) => {
    const page = await visit(ctx, stage, "/en/trends?group=zone:mars");
    expect(await page.getByText(words.unknownGroup.title("zone:mars")).isVisible()).toBe(true);
    await page.getByRole("link", { name: words.unknownGroup.action }).click();
    await page.getByRole("slider", { name: words.used.label }).waitFor();
  });

  test("the navigation marks the page that is open", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const link = page.getByRole("navigation", { name: en.mainNavigation }).getByRole("link", { name: en.trendsLink });
    expect(await link.getAttribute("aria-current")).toBeNull();
    await link.click();
    await page.waitForURL("**/en/trends");
    expect(await link.getAttribute("aria-current")).toBe("page");
  });
});
