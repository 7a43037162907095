import { beforeEach, describe, expect, test } from "vitest";
import type { InteractiveDatabase } from "../../db/connect/database.ts";
import { issueSignInToken } from "../../services/access/issue-tokens.ts";
import { foundTenant, ORIGIN, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
});

const signInWith = (token: string, headers: Record<string, string> = {}, at = app) =>
  at.send("POST", "/v1/session", { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ token }) });

describe("a sign-in link", () => {
  test("works once, and sets a cookie that scripts cannot read", async () => {
    const token = await issueSignInToken(await foundTenant(db, app), app.clock.nowMs);
    const response = await signInWith(token);
    expect(response.status).toBe(201);
    expect(response.headers.get("set-cookie")).toMatch(
      /^berth_session=berth_session_[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await response.json()).toMatchObject({ person: { name: "Ada" }, organization: { name: "Tenant" }, role: "owner" });
    expect((await signInWith(token)).status).toBe(401);
  });

  test("of two who follow it at once lets one in", async () => {
    const token = await issueSignInToken(await foundTenant(db, app), app.clock.nowMs);
    const answers = await Promise.all([signInWith(token), signInWith(token), signInWith(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401]);
  });

  test("expires after a day", async () => {
    const token = await issueSignInToken(await foundTenant(db, app), app.clock.nowMs);
    app.clock.nowMs += 24 * 3600_000;
    expect((await signInWith(token)).status).toBe(401);
  });

  test("is not followed from another site", async () => {
    const token = await issueSignInToken(await foundTenant(db, app), app.clock.nowMs);
    expect((await signInWith(token, { origin: "https://evil.example" })).status).toBe(403);
    expect((await signInWith(token, { origin: ORIGIN })).status).toBe(201);
  });

  test("behind TLS sets a cookie bound to this host and to TLS, and only that one counts", async () => {
    const secure = testApp(db, { publicUrl: "https://berth.test" });
    const { get, cookie } = await foundTenant(db, secure);
    expect(cookie).toMatch(/^__Host-berth_session=/);
    expect((await get("/v1/session")).status).toBe(200);
    const unbound = cookie.replace("__Host-", "");
    expect((await secure.send("GET", "/v1/session", { headers: { cookie: unbound } })).status).toBe(401);
  });
});

describe("a session", () => {
  test("ends when its owner says so, and the cookie with it", async () => {
    const { cookie, get } = await foundTenant(db, app);
    const response = await app.send("DELETE", "/v1/session", { headers: { cookie, origin: ORIGIN } });
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^berth_session=; Max-Age=0;/);
    expect((await get("/v1/session")).status).toBe(401);
  });

  test("ends by itself after thirty days", async () => {
    const { get } = await foundTenant(db, app);
    app.clock.nowMs += 30 * 24 * 3600_000 - 1;
    expect((await get("/v1/session")).status).toBe(200);
    app.clock.nowMs += 1;
    expect((await get("/v1/session")).status).toBe(401);
  });
});
