import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { SecretDoors } from "./db/stores/secret-doors.ts";
import { mintSecret } from "./services/access/secret.ts";
import { testApp } from "./testing/test-app.ts";

/** The app on doors that all fail with `error`. */
function appThatFails(error: unknown) {
  const fail = () => Promise.reject(error);
  const doors: SecretDoors = { enrol: fail, ingest: fail, findSetup: fail, signIn: fail, findSession: fail, ping: fail };
  return testApp({ queries: {} } as never, { doors });
}

const cookie = `berth_session=${mintSecret("session")}`;

describe("the app", () => {
  test("answers 500 to what nobody foresaw, and says what it was to the log alone", async () => {
    const { send, logged } = appThatFails(new DrizzleQueryError("select $1", ["the-hash"], new Error("relation is gone")));
    const response = await send("GET", "/v1/session", { headers: { cookie } });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toMatch(/relation|hash|select/);
    const requestId = response.headers.get("x-request-id");
    expect(logged).toMatchObject([{ event: "internal-error", fields: { requestId, path: "/v1/session", message: "relation is gone" } }]);
    expect(JSON.stringify(logged)).not.toContain("the-hash");
  });

  test("answers 503 while the database is away, so that agents keep what they have", async () => {
    const { send } = appThatFails(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    for (const path of ["/healthz", "/v1/session"]) {
      const response = await send("GET", path, { headers: { cookie } });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.json()).toMatchObject({ type: "/docs/problems/database-unavailable" });
    }
  });

  test("is never cached, and never guessed at", async () => {
    const response = await testApp({ queries: {} } as never).send("GET", "/v1/nowhere");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });
});
