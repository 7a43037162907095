import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { PROBLEMS } from "../errors.ts";
import { testApp } from "../testing/test-app.ts";

const FILE = new URL("../../openapi.json", import.meta.url);
/** No route below touches a database. */
const { send } = testApp({ queries: {} } as never);

test("openapi.json is what the routes say (UPDATE_OPENAPI=1 rewrites it)", async () => {
  const document = `${JSON.stringify(await (await send("GET", "/v1/openapi.json")).json(), null, 2)}\n`;
  if (process.env.UPDATE_OPENAPI === "1") await writeFile(FILE, document);
  expect(await readFile(FILE, "utf8")).toBe(document);
});

test("the reference page names every operation, loads nothing and runs nothing", async () => {
  const response = await send("GET", "/docs");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await response.text();
  const document = (await (await send("GET", "/v1/openapi.json")).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item)))
    expect(page).toContain(`id="${operation.operationId}"`);
  expect(page).not.toMatch(/<script|src=|https?:\/\//);
});

test.each(Object.keys(PROBLEMS))("a problem's type, %s, is a page of this server", async (code) => {
  expect((await send("GET", `/docs/problems/${code}`)).status).toBe(200);
});
