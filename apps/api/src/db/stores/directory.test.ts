import { expect, test } from "vitest";
import { hashSecret, mintSecret } from "../../services/access/secret.ts";
import { sampleSnapshot } from "../../testing/sample-snapshot.ts";
import { foundTenant, testApp } from "../../testing/test-app.ts";
import { useDatabase } from "../../testing/test-database.ts";
import type { InteractiveDatabase } from "../connect/database.ts";
import { directoryOf, MisplacedDatabaseError, takePlace } from "./directory.ts";

const [openFirst, openSecond] = [useDatabase(), useDatabase()];

/** Each driver's own database as two, and an app that knows both. */
async function twoDatabases(ctx: Parameters<typeof openFirst>[0]) {
  const databases = [await openFirst(ctx), await openSecond(ctx)] as [InteractiveDatabase, InteractiveDatabase];
  for (const [place, db] of databases.entries()) await takePlace(db, place);
  const app = testApp(databases[0], directoryOf(databases));
  const tenants = [];
  for (const db of databases) tenants.push(await foundTenant(db, app));
  return { databases, app, tenants };
}

test("an organization is found in its own database, by its id and by its secrets", async (ctx) => {
  const { tenants, app, databases } = await twoDatabases(ctx);
  expect(tenants.map(({ organizationId }) => Math.floor(organizationId / 100_000_000))).toEqual([0, 1]);
  for (const tenant of tenants) {
    const agent = await tenant.enrol();
    expect((await agent.push(sampleSnapshot(app.clock.nowMs - 10_000))).status).toBe(201);
    expect((await agent.push(sampleSnapshot(app.clock.nowMs))).status).toBe(201);
    const fleet = (await (await tenant.get("/v1/fleet")).json()) as { data: { id: string }[] };
    expect(fleet.data.map(({ id }) => id)).toEqual([agent.hostId]);
  }
  const stranger = hashSecret(mintSecret("session"));
  expect(await app.dependencies.doors.findSession(stranger, app.clock.nowMs)).toBeNull();
  await app.dependencies.doors.ping();
  expect(() => directoryOf([databases[0]]).storesOf(tenants[1]!.organizationId)).toThrow(RangeError);
});

test("a database at another's place is refused, and its own is taken again", async (ctx) => {
  const { databases } = await twoDatabases(ctx);
  await expect(takePlace(databases[1], 0)).rejects.toThrow(MisplacedDatabaseError);
  await expect(takePlace(databases[0], 1)).rejects.toThrow("belongs to place 1");
  await takePlace(databases[1], 1);
});

test("while one database is down, who is known to be in the other goes on, and a stranger is not taken for nobody", async (ctx) => {
  const { databases, app, tenants } = await twoDatabases(ctx);
  const isDown = { first: false };
  const down: InteractiveDatabase = {
    ...databases[0],
    queries: new Proxy(databases[0].queries, {
      get(queries, name) {
        if (isDown.first) throw new Error("the first database is down");
        return Reflect.get(queries, name);
      },
    }),
  };
  Object.assign(app.dependencies, directoryOf([down, databases[1]]));
  const agent = await tenants[1]!.enrol("app-9");
  isDown.first = true;
  expect((await agent.push(sampleSnapshot(app.clock.nowMs))).status).toBe(201);
  expect((await tenants[1]!.get("/v1/fleet")).status).toBe(200);
  expect((await tenants[0]!.get("/v1/fleet")).status).toBe(500);
});
