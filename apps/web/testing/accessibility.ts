import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Every violation that axe finds, by rule and place; none is expected. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}
