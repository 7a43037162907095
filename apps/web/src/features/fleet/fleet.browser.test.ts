import { checksText } from "@berth/shared/text/checks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { axeViolations } from "../../../testing/accessibility.ts";
import { horizontalOverflow, openBrowser, type Stage, visit } from "../../../testing/browser.ts";
import { LOOKS } from "../../../testing/looks.ts";
import { SAMPLE_FLEET } from "../../../testing/sample-fleet.ts";
import { sampleSnapshot } from "../../../testing/sample-snapshot.ts";
import { startBerth } from "../../../testing/start-berth.ts";
import { textOf } from "../../ui/text.ts";

const en = textOf("en");
const status = checksText("en").status;

describe("a fleet in every state", () => {
  let stage: Stage;
  const live: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const [berth, browser] = await Promise.all([startBerth(), openBrowser()]);
    stage = { berth, browser };
    for (const sample of [SAMPLE_FLEET.fail, SAMPLE_FLEET.warn, SAMPLE_FLEET.calm, SAMPLE_FLEET.unknown, SAMPLE_FLEET.hostile]) {
      const { push } = await berth.enrol(sample.hostname);
      live.push(() => push(sampleSnapshot({ ...sample, capturedAtMs: Date.now() })));
      // A warning settles on the second of three looks; the third comes before each test.
      for (const agoMs of [20_000, 10_000]) await push(sampleSnapshot({ ...sample, capturedAtMs: Date.now() - agoMs }));
    }
    const silent = await berth.enrol("edge-02");
    await silent.push(sampleSnapshot({ ...SAMPLE_FLEET.calm, hostname: "edge-02", capturedAtMs: Date.now() - 600_000 }));
    await berth.enrol("edge-03");
  });
  beforeEach(async () => {
    await Promise.all(live.map((push) => push()));
  });
  afterAll(async () => {
    await stage?.browser?.close();
    await stage?.berth.close();
  });

  test.for(LOOKS)("fits and is accessible in $language, $colorScheme, $width px wide", async ({ language, colorScheme, width }, ctx) => {
    const page = await visit(ctx, stage, `/${language}`, { colorScheme, viewport: { width, height: 900 } });
    await page.getByRole("link", { name: "api-prod-17" }).waitFor();
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("says each verdict in a word beside its shape, the worst first", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name }) });
    for (const [name, word] of [
      ["api-prod-17", status.fail],
      ["checkout-04", status.warn],
      ["search-41", status.pass],
      ["batch-07", status.unknown],
      ["edge-02", status.unknown],
      ["edge-03", status.unknown],
    ] as const) {
      expect(await row(name).getByRole("cell", { name: word }).count()).toBe(1);
    }
    expect(await page.getByRole("row").nth(1).getByRole("link").textContent()).toBe("api-prod-17");
    expect(await row("api-prod-17").textContent()).toContain("10.0.3.17 → 10.4.7.21:6379");
    expect(await row("api-prod-17").textContent()).toContain("2,097");
    expect(await row("checkout-04").textContent()).toContain("7,878–8,118");
  });

  test("what is not known is a question mark with its reason, never a zero", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "batch-07" }) });
    expect(await row.getByText(checksText("en").gap("tcp", "denied")).count()).toBeGreaterThan(0);
    expect(await row.getByText("?", { exact: true }).count()).toBe(2);
    // Its age may well be 0 s.
    expect(await row.textContent()).not.toMatch(/\b0\b(?! s$)/);
  });

  test("a hostile name is shown as text, its invisible characters as code points", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const link = page.getByRole("link", { name: "<img src=x" });
    expect(await link.textContent()).toBe('<img src=x onerror="document.title=1">\\u{202e}gnp.exe');
    expect(await page.locator("main img").count()).toBe(0);
    await link.click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.title()).toContain("<img src=x");
    expect(await page.getByText("</td><script>document.title=2</script>").first().isVisible()).toBe(true);
  });

  test("keyboard: skip link, then / to filter, Escape to clear, Enter on a host's name", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(en.skipToContent);
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await page.keyboard.press("/");
    await page.keyboard.type("CHECKOUT");
    expect(await page.getByRole("row").count()).toBe(2);
    await page.keyboard.type("-nothing");
    expect(await page.getByText(en.fleet.filter.none("CHECKOUT-nothing")).isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("row").count()).toBe(8);
    await page.getByRole("link", { name: "checkout-04" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/en/hosts/host_*");
  });

  test("a refresh keeps the focus and what was typed", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    await page.clock.install();
    await page.reload();
    await page.getByRole("searchbox").fill("edge");
    const refreshed = page.waitForResponse((response) => response.request().headers().rsc === "1");
    await page.clock.runFor(11_000);
    await refreshed;
    expect(await page.getByRole("searchbox").inputValue()).toBe("edge");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    expect(await page.getByRole("row").count()).toBe(3);
  });

  test("a host can be added to a fleet that has some; the dialog gives the focus back", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const button = page.getByRole("button", { name: en.enrolment.addHost });
    await button.click();
    await page.getByRole("dialog").getByRole("button", { name: en.enrolment.create }).click();
    await page.getByText(/^berth_enrol_/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
