import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "../../testing/accessibility.ts";
import { openBrowser, type Stage, visit } from "../../testing/browser.ts";
import { SAMPLE_FLEET } from "../../testing/sample-fleet.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { startBerth } from "../../testing/start-berth.ts";
import { textOf } from "../ui/text.ts";

let stage: Stage;
let hostId: string;
const en = textOf("en");

beforeAll(async () => {
  const [berth, browser]: [Stage["berth"], Browser | null] = await Promise.all([startBerth(), openBrowser()]);
  stage = { berth, browser };
  const host = await berth.enrol(SAMPLE_FLEET.calm.hostname);
  await host.push(sampleSnapshot({ ...SAMPLE_FLEET.calm, capturedAtMs: Date.now() }));
  hostId = host.hostId;
});

afterAll(async () => {
  await stage?.browser?.close();
  await stage?.berth.close();
});

const ask = (address: string, headers: Record<string, string> = {}) => fetch(stage.berth.origin + address, { headers, redirect: "manual" });

describe("language", () => {
  test.each([
    [{ "accept-language": "ja-JP,en;q=0.5" }, "/ja"],
    [{ "accept-language": "de" }, "/en"],
    [{ "accept-language": "en", cookie: "berth_language=ja" }, "/ja"],
  ])("the front door with %j leads to %s", async (headers, location) => {
    expect((await ask("/", headers)).headers.get("location")).toBe(location);
  });

  test("an address without a language keeps its path and query", async () => {
    expect((await ask("/hosts/host_1?range=6", { "accept-language": "ja" })).headers.get("location")).toBe("/ja/hosts/host_1?range=6");
  });

  test("the switch leads to the same page, which is remembered, in the other language", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hostId}?range=6`);
    await page.getByRole("link", { name: "日本語" }).click();
    await page.waitForURL(`**/ja/hosts/${hostId}?range=6`);
    expect(await page.locator("html").getAttribute("lang")).toBe("ja");
    await page.goto(stage.berth.origin);
    expect(new URL(page.url()).pathname).toBe("/ja");
  });

  test("Japanese type is loaded for Japanese pages, and for those only", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const faces = () =>
      page.evaluate(
        async () => (await document.fonts.ready) && [...document.fonts].filter(({ family }) => family.includes("Noto Sans JP")).length,
      );
    expect(await faces()).toBe(0);
    await page.goto(`${stage.berth.origin}/ja`);
    expect(await faces()).toBeGreaterThan(0);
  });
});

describe("signing in", () => {
  test("a link opens once; used again in the same browser it leads to the fleet", async (ctx) => {
    const page = await visit(ctx, stage, "/en", { isSignedIn: false });
    const link = await stage.berth.startLink();
    await page.goto(link);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(en.fleet.title);
    await page.goto(link);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(en.fleet.title);
  });

  test("a used link in another browser says what to do", async (ctx) => {
    const link = await stage.berth.startLink();
    await fetch(link, { redirect: "manual" });
    const page = await visit(ctx, stage, "/en", { isSignedIn: false });
    await page.goto(link);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(en.signIn.title);
    expect(await page.getByText(en.signIn.command, { exact: true }).isVisible()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each(["/en", "/ja", "/en/hosts/host_0000000000000000"])("%s without a session is 401, not a crash", async (address) => {
    const response = await ask(address);
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(en.signIn.command);
  });
});

describe("safety", () => {
  test("scripts run by nonce only, and every script of the page has it", async () => {
    const response = await ask("/en");
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
    const scripts = (await response.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    const other = (await ask("/en")).headers.get("content-security-policy");
    expect(other).not.toBe(policy);
  });

  test("a visitor cannot choose the nonce or the language by a header", async () => {
    const html = await (await ask("/en", { "x-nonce": "chosen", "x-berth-language": "ja" })).text();
    expect(html).not.toContain("chosen");
    expect(html).toContain('<html lang="en"');
  });

  test("no answer tells other sites where a visitor comes from, or may be framed", async () => {
    const { headers } = await ask("/en");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("theme", () => {
  test("a choice takes effect at once and the server draws the next page in it", async (ctx) => {
    const page = await visit(ctx, stage, "/en", { colorScheme: "light" });
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByRole("button", { name: en.theme.dark }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    const response = await page.reload();
    expect(await response?.text()).toContain('data-theme="dark"');
    expect(await paper()).toBe(dark);
  });
});

describe("times", () => {
  test("stand in the viewer's zone, which is named; the server says UTC and nothing moves", async (ctx) => {
    const page = await visit(ctx, stage, `/en/hosts/${hostId}`);
    await page.getByText(en.timesIn("Asia/Tokyo")).first().waitFor();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if ("value" in entry) sum += Number(entry.value);
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 500);
        }),
    );
    expect(shift).toBeLessThan(0.01);
    expect(await (await ask(`/en/hosts/${hostId}`, { cookie: await signedInCookie() })).text()).toContain(en.timesIn("UTC"));
  });
});

describe("what is not there, and what is broken", () => {
  test.each(["/en/nothing/here", "/ja/hosts/host_zzzzzzzzzzzzzzzz"])("%s is 404 and leads back", async (address) => {
    const cookie = await signedInCookie();
    const response = await ask(address, { cookie });
    expect(response.status).toBe(404);
    const { missing } = textOf(address.startsWith("/ja") ? "ja" : "en");
    expect(await response.text()).toContain(missing.title);
  });

  test("an API that fails is a page that says what to do, and goes on by itself", async (ctx) => {
    stage.berth.breakApi(true);
    try {
      const page = await visit(ctx, stage, "/en", { isSignedIn: false });
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(en.trouble.failed.title);
      expect(await page.getByText("req_broken").isVisible()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
      stage.berth.breakApi(false);
      await page.getByRole("heading", { name: en.signIn.title }).waitFor({ timeout: 20_000 });
    } finally {
      stage.berth.breakApi(false);
    }
  });

  test("a server that stops answering costs nothing: the figures stay, and the page says so", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    await page.clock.install();
    await page.reload();
    try {
      stage.berth.breakApi(true);
      await page.clock.runFor(11_000);
      await page.getByText(en.noAnswer.title).waitFor();
      expect(await page.getByRole("link", { name: SAMPLE_FLEET.calm.hostname }).first().isVisible()).toBe(true);
    } finally {
      stage.berth.breakApi(false);
    }
    await page.clock.runFor(11_000);
    await page.getByText(en.noAnswer.title).waitFor({ state: "detached" });
  });
});

const signedInCookie = async (): Promise<string> => (await stage.berth.session()).map(({ name, value }) => `${name}=${value}`).join("; ");
