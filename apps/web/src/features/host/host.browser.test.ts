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
const words = en.host;

let stage: Stage;
const hosts = { busy: "", blind: "", silent: "" };
const live: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const [berth, browser] = await Promise.all([startBerth(), openBrowser()]);
  stage = { berth, browser };
  const busy = await berth.enrol(SAMPLE_FLEET.fail.hostname);
  // Two runs of a few minutes with silence between them, as after a restart.
  const minutesAgo = [40, 39.5, 39, 38.5, 5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0];
  await busy.push(...minutesAgo.map((minutes) => sampleSnapshot({ ...SAMPLE_FLEET.fail, capturedAtMs: Date.now() - minutes * 60_000 })));
  const blind = await berth.enrol(SAMPLE_FLEET.unknown.hostname);
  await blind.push(sampleSnapshot({ ...SAMPLE_FLEET.unknown, capturedAtMs: Date.now() }));
  const silent = await berth.enrol("edge-02");
  await silent.push(sampleSnapshot({ ...SAMPLE_FLEET.warn, hostname: "edge-02", capturedAtMs: Date.now() - 600_000 }));
  live.push(() => busy.push(sampleSnapshot({ ...SAMPLE_FLEET.fail, capturedAtMs: Date.now() })));
  live.push(() => blind.push(sampleSnapshot({ ...SAMPLE_FLEET.unknown, capturedAtMs: Date.now() })));
  Object.assign(hosts, { busy: busy.hostId, blind: blind.hostId, silent: silent.hostId });
});

beforeEach(async () => {
  await Promise.all(live.map((push) => push()));
});

afterAll(async () => {
  await stage?.browser?.close();
  await stage?.berth.close();
});

test.for(LOOKS)("fits and is accessible in $language, $colorScheme, $width px wide", async ({ language, colorScheme, width }, ctx) => {
  const page = await visit(ctx, stage, `/${language}/hosts/${hosts.busy}`, { colorScheme, viewport: { width, height: 900 } });
  await page.getByRole("slider", { name: textOf(language).history.chartLabel }).waitFor();
  expect(await horizontalOverflow(page)).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
});

describe("a host that runs out of ports", () => {
  test("is a sentence with a subject, a destination and numbers, and one big number", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}`);
    const verdict = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    for (const part of ["10.0.3.17 → 10.4.7.21:6379", "92.6 %", "28,220", "2,097"]) expect(verdict).toContain(part);
    expect(await page.getByText("2,097", { exact: true }).first().isVisible()).toBe(true);
  });

  test("shows each tuple with held, blocked, used, headroom, closes and what comes back, and the pools in the same columns", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}`);
    const table = page.getByRole("table", { name: words.tuples.caption });
    const row = table.getByRole("row").filter({ hasText: "10.4.7.21:6379" });
    const text = (await row.textContent()) ?? "";
    for (const part of ["26,120", "26,123", "2,097", "25,906", "checkout-worker", "438"]) expect(text).toContain(part);
    expect(await row.getByRole("img", { name: "402, 410, 425, 431, 436, 438" }).count()).toBe(1);
    expect(await row.getByRole("img", { name: "92.6 %" }).count()).toBe(1);
    expect(await table.textContent()).toContain(words.tuples.others(3112, "1.2 %"));
    expect(await table.getByRole("row").filter({ hasText: "11,570" }).textContent()).toContain("16,650");
    expect(await table.getByRole("row", { name: "IPv6" }).textContent()).toContain("28,215");
  });

  test("draws the range, counts it in words, and names the ports under the pointer", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}`);
    const strip = page.locator("canvas[role=img]");
    expect(await strip.getAttribute("aria-label")).toContain("%");
    const colours = () =>
      strip.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return new Set(Array.from({ length: data.length / 4 }, (_, index) => data.slice(4 * index, 4 * index + 3).join())).size;
      });
    await expect.poll(colours, { timeout: 10_000 }).toBeGreaterThan(5);
    for (const [kind, count] of [
      [words.strip.live, "214"],
      [words.strip.timeWait, "25,906"],
      [words.strip.blocked, "3"],
      [words.strip.reserved, "12"],
      [words.strip.free, "2,097"],
    ] as const) {
      expect(
        await page
          .getByRole("region", { name: words.strip.title })
          .getByRole("listitem")
          .filter({ hasText: kind })
          .filter({ hasText: count })
          .count(),
      ).toBe(1);
    }
    await strip.hover({ position: { x: 2, y: 2 } });
    expect(await page.getByText(/^32768–32794: \d+ of 14 taken/).isVisible()).toBe(true);
  });

  test("has a picker for its namespaces, each with its source said", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}`);
    const picker = page.getByRole("navigation", { name: words.namespaces.label });
    expect(await picker.getByRole("link").count()).toBe(3);
    expect(await picker.getByRole("link", { name: words.namespaces.ofHost }).getAttribute("aria-current")).toBe("true");
    await picker.getByRole("link", { name: "nightly-export" }).click();
    const table = page.getByRole("table", { name: words.tuples.caption });
    await table.getByRole("row").filter({ hasText: "172.17.0.9" }).filter({ hasText: "12,810–12,970" }).waitFor();
    expect(await table.textContent()).toContain(words.pools.cannotSee);
    expect(await page.getByTitle(words.namespaces.source.proc.detail).count()).toBeGreaterThan(0);
    expect(new URL(page.url()).searchParams.get("ns")).toBe("4026532501");
  });

  test("lists the sockets by state and family, the checklist with evidence, and the machine", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}`);
    expect(await page.getByRole("row", { name: "TIME_WAIT" }).last().textContent()).toBe("TIME_WAIT30,2420");
    const check = page.locator("#check-eph-dest");
    expect(await check.textContent()).toContain(checksText("en").title["eph-dest"]);
    expect(await check.textContent()).toContain("92.6 %");
    expect(await page.getByText("6.18.3").isVisible()).toBe(true);
    expect(await page.getByText(words.gaps.none).isVisible()).toBe(true);
  });
});

describe("its history", () => {
  test("moves by the arrow keys and says what stands there; silence is said, not bridged", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}?range=1`);
    const slider = page.getByRole("slider", { name: en.history.chartLabel });
    await slider.locator(".u-over").waitFor();
    await slider.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    expect(await slider.getAttribute("aria-valuetext")).toContain(en.chart.silent);
    await page.keyboard.press("Home");
    expect(await slider.getAttribute("aria-valuenow")).toBe("0");
  });

  test("stands in a table too, with a question mark where the host was silent", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}?range=1`);
    await page.getByText(en.chart.asTable).first().click();
    const table = page.getByRole("table", { name: en.chart.asTableOf(en.history.chartLabel) });
    expect(await table.getByText("92.6 %").count()).toBeGreaterThan(0);
    expect(await table.getByText("?", { exact: true }).count()).toBeGreaterThan(0);
  });

  test("shows other ranges by a link, without losing the namespace", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.busy}?ns=4026532501`);
    await page
      .getByRole("navigation", { name: en.history.rangeLabel })
      .getByRole("link", { name: en.history.range(24) })
      .click();
    await page.waitForURL((url) => url.searchParams.get("range") === "24" && url.searchParams.get("ns") === "4026532501");
    await page.getByText(en.history.meta["5m"](en.chart.span(300))).waitFor();
  });
});

describe("what is not known", () => {
  test("a socket table that could not be read is a question mark with its reason and a hint, nowhere a zero", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.blind}`);
    const denied = checksText("en").gap("tcp", "denied");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain(denied);
    expect(await page.getByText("?", { exact: true }).count()).toBeGreaterThan(2);
    expect(
      await page
        .getByText(/CAP_NET_ADMIN/)
        .first()
        .isVisible(),
    ).toBe(true);
    expect(await page.getByRole("table", { name: words.tuples.caption }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("a silent host's figures are greyed, and the page says how old they are", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hosts.silent}`);
    expect(await page.getByText(/^\d+ min ago$/).isVisible()).toBe(true);
    const filter = await page.getByRole("table", { name: words.tuples.caption }).evaluate((table) => {
      const parent = table.parentElement;
      return parent ? getComputedStyle(parent).filter : "";
    });
    expect(filter).toBe("grayscale(1)");
    expect(await axeViolations(page)).toEqual([]);
  });
});
