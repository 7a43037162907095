import { accessSync, constants } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect, onTestFinished, type TestContext } from "vitest";
import type { Berth } from "./start-berth.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const NO_CHROMIUM = "Chromium is not installed (Debian: apt-get install chromium)";

/** Null where this machine has no Chromium. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
    .find(isExecutable);
  return executablePath ? chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args: FLAGS }) : null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Stage {
  berth: Berth;
  browser: Browser | null;
}

export interface VisitOptions extends BrowserContextOptions {
  isSignedIn?: boolean;
}

/**
 * A page of its own, signed in, closed after the test. A request that leaves the origin, an error in the console (a
 * refused script or style among them) or a fault in a script fails the test.
 */
export async function visit(ctx: TestContext, { berth, browser }: Stage, address: string, options: VisitOptions = {}): Promise<Page> {
  if (!browser) return ctx.skip(NO_CHROMIUM);
  const { isSignedIn = true, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "Asia/Tokyo", ...contextOptions });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${berth.origin}/`) && !request.url().startsWith("data:"))
      troubles.push(`left the origin: ${request.url()}`);
  });
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|404|503)/.test(message.text())) troubles.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });
  if (isSignedIn) await context.addCookies((await berth.session()).map((cookie) => ({ ...cookie, url: berth.origin })));
  await page.goto(berth.origin + address);
  return page;
}

/** How far the page is wider than its window, in CSS pixels. */
export const horizontalOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
