import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "../../../testing/accessibility.ts";
import { horizontalOverflow, openBrowser, type Stage, visit } from "../../../testing/browser.ts";
import { LOOKS } from "../../../testing/looks.ts";
import { SAMPLE_FLEET } from "../../../testing/sample-fleet.ts";
import { sampleSnapshot } from "../../../testing/sample-snapshot.ts";
import { startBerth } from "../../../testing/start-berth.ts";
import { textOf } from "../../ui/text.ts";

const en = textOf("en");

describe("an empty fleet", () => {
  let stage: Stage;
  beforeAll(async () => {
    const [berth, browser] = await Promise.all([startBerth(), openBrowser()]);
    stage = { berth, browser };
  });
  afterAll(async () => {
    await stage?.browser?.close();
    await stage?.berth.close();
  });

  test.for(LOOKS)("teaches in $language, $colorScheme, $width px wide", async ({ language, colorScheme, width }, ctx) => {
    const page = await visit(ctx, stage, `/${language}`, { colorScheme, viewport: { width, height: 900 } });
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe(textOf(language).enrolment.empty.title);
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("gives the commands that enrol a host, says that loopback is out of reach, and goes on by itself", async (ctx) => {
    const page = await visit(ctx, stage, "/en");
    const { origin } = stage.berth;
    expect(await page.getByText(en.enrolment.loopback.title).isVisible()).toBe(true);
    expect(await page.getByText("BERTH_LISTEN=0.0.0.0 npm start").isVisible()).toBe(true);
    await page.getByRole("button", { name: en.enrolment.empty.create }).click();
    const token = page.getByText(/^berth_enrol_/);
    await token.waitFor();
    const commands = await page.locator("main code").allTextContents();
    expect(commands).toContain(`curl -fsSO ${origin}/v1/agents/berth-agent.mjs`);
    expect(commands).toContain("(umask 077; rm -f berth-token; cat > berth-token)");
    expect(commands).toContain(`node berth-agent.mjs enrol --server ${origin} --token-file berth-token`);
    expect(commands).toContain("node berth-agent.mjs run");
    expect(await axeViolations(page)).toEqual([]);

    const host = await stage.berth.enrolWith((await token.textContent()) ?? "", "api-prod-17");
    await page.getByText(en.enrolment.empty.waitingFor("api-prod-17")).waitFor();
    expect(await token.isVisible()).toBe(true);
    await host.push(sampleSnapshot({ ...SAMPLE_FLEET.fail, capturedAtMs: Date.now() }));
    await page.getByRole("link", { name: "api-prod-17" }).waitFor();
  });
});
