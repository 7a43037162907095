import { getTableName, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { asJobs, type InteractiveDatabase, readOrg } from "../../db/connect/database.ts";
import { enrolmentToken, host, hostCredential } from "../../db/schema/hosts.ts";
import { member, organization, session, signInToken } from "../../db/schema/organizations.ts";
import { foundTenant, ORIGIN, type TestApp, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";

const database = useDatabase();
let db: InteractiveDatabase;
let app: TestApp;

beforeEach(async (ctx) => {
  db = await database(ctx);
  app = testApp(db);
});

const enrol = (token: string, body: unknown = { hostname: "app-1", machineId: null, agentVersion: "0.1.0", labels: {} }) =>
  app.send("POST", "/v1/agents/enrol", {
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

describe("an enrolment token", () => {
  test("made by the owner enrols as many hosts as it says, until it expires", async () => {
    const { cookie } = await foundTenant(db, app);
    const made = await app.send("POST", "/v1/enrolment-tokens", {
      headers: { cookie, origin: ORIGIN, "content-type": "application/json" },
      body: JSON.stringify({ uses: 2, expiresInSeconds: 60 }),
    });
    expect(made.status).toBe(201);
    const { token, expiresAt, usesLeft } = (await made.json()) as { token: string; expiresAt: string; usesLeft: number };
    expect(usesLeft).toBe(2);
    expect(expiresAt).toBe(new Date(app.clock.nowMs + 60_000).toISOString());
    expect((await enrol(token)).status).toBe(201);
    app.clock.nowMs += 59_999;
    expect((await enrol(token)).status).toBe(201);
    expect((await enrol(token)).status).toBe(401);
  });

  test("that has expired enrols nobody", async () => {
    const { newEnrolmentToken } = await foundTenant(db, app);
    const token = await newEnrolmentToken();
    app.clock.nowMs += 3600_000;
    expect((await enrol(token)).status).toBe(401);
  });

  test("is not spent by a request that the contract refuses", async () => {
    const { newEnrolmentToken } = await foundTenant(db, app);
    const token = await newEnrolmentToken();
    const refused = await enrol(token, { hostname: "", machineId: null, agentVersion: "0.1.0", labels: {} });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: "/hostname" }] });
    expect((await enrol(token)).status).toBe(201);
  });
});

describe("a host's credential", () => {
  test("is answered once, and neither it nor any other secret is kept or logged", async () => {
    const tenant = await foundTenant(db, app);
    const token = await tenant.newEnrolmentToken();
    const { credential } = (await (await enrol(token)).json()) as { credential: string };
    const kept = await everything(db);
    for (const secret of [token, credential, tenant.cookie.split("=")[1] as string]) {
      // 32 random bytes in base64url, which may hold a "_" themselves, and "_" with the check sum.
      const random = secret.slice(0, -9).slice(-43);
      expect(random).toMatch(/^[\w-]{43}$/);
      expect(kept).not.toContain(random);
    }
    expect(app.logged).toEqual([]);
  });
});

describe("the agent's bundle", () => {
  test("is served as a module where it was built, and is a 404 where not", async () => {
    const path = "/v1/agents/berth-agent.mjs";
    expect((await app.send("GET", path)).status).toBe(404);
    const built = testApp(db, { readAgentBundle: async () => "export {};" });
    const response = await built.send("GET", path);
    expect(response.headers.get("content-type")).toContain("text/javascript");
    expect(await response.text()).toBe("export {};");
  });
});

/** All rows of all tables as text, whoever they belong to. */
async function everything(database: InteractiveDatabase): Promise<string> {
  const tables = [host, hostCredential, enrolmentToken, session, signInToken, member, organization];
  const ids = await asJobs(database, (queries) => [queries.select({ id: organization.id }).from(organization)]);
  const texts: string[] = [];
  for (const { id } of ids[0])
    for (const table of tables) {
      const [rows] = await readOrg(database, id, (queries) => [
        queries.select({ row: sql<string>`to_jsonb(${sql.identifier(getTableName(table))})::text` }).from(table),
      ]);
      texts.push(...rows.map(({ row }) => row));
    }
  return texts.join("\n");
}
