import { beforeEach, describe, expect, test } from "vitest";
import { sampleSnapshot } from "../testing/sample-snapshot.ts";
import { foundTenant, ORIGIN, testApp } from "../testing/test-app.ts";
import { useDatabase } from "../testing/test-database.ts";
import { ALL_ROUTES } from "./all-routes.ts";

/** Routes that are for everybody; any other must refuse who brings nothing. */
const OPEN: readonly string[] = ["downloadAgent", "signIn"];

const database = useDatabase();
let app: ReturnType<typeof testApp>;
let tenants: Promise<Awaited<ReturnType<typeof twoTenants>>> | undefined;

beforeEach(async (ctx) => {
  const db = await database(ctx);
  app = testApp(db);
  tenants ??= twoTenants(db);
});

async function twoTenants(db: Awaited<ReturnType<typeof database>>) {
  const ours = await foundTenant(db, app);
  const theirs = await foundTenant(db, app);
  const host = await theirs.enrol();
  await host.push(sampleSnapshot(app.clock.nowMs));
  return { ours, theirs, theirHostId: host.hostId };
}

const routes = ALL_ROUTES.map(({ route }) => route);
const addressOf = (path: string, id: string) => path.replace("{id}", id);

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as { type: string; status: number; instance: string };
}

describe("every route", () => {
  test("is either open on purpose or documents how one is let in", () => {
    const unsecured = routes.filter((route) => !("security" in route)).map(({ operationId }) => operationId);
    expect(unsecured.toSorted()).toEqual([...OPEN].toSorted());
  });

  const secured = routes.filter(({ operationId }) => !OPEN.includes(operationId)).map((route) => [route.operationId, route] as const);

  test.each(secured)("%s refuses who brings no credential", async (_, { method, path }) => {
    const response = await app.send(method.toUpperCase(), addressOf(path, "host_0"), { headers: { origin: ORIGIN } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBeTruthy();
    expect((await problemOf(response)).status).toBe(401);
  });

  test.each(secured)("%s refuses a credential of the wrong kind", async (_, { method, path }) => {
    const { ours } = (await tenants) as NonNullable<Awaited<typeof tenants>>;
    const session = ours.cookie.split("=")[1] ?? "";
    const enrolment = await ours.newEnrolmentToken();
    const wrong = path === "/v1/agents/enrol" ? session : enrolment;
    const response = await app.send(method.toUpperCase(), addressOf(path, "host_0"), {
      headers: { authorization: `Bearer ${wrong}`, cookie: `berth_session=${enrolment}`, origin: ORIGIN },
    });
    expect(response.status).toBe(401);
  });

  const ofOneHost = routes.filter(({ path }) => path.includes("{id}")).map((route) => [route.operationId, route] as const);

  test.each(ofOneHost)("%s does not tell another organization's host from none at all", async (_, { method, path }) => {
    const { ours, theirs, theirHostId } = (await tenants) as NonNullable<Awaited<typeof tenants>>;
    const ask = (id: string, cookie: string) =>
      app.send(method.toUpperCase(), addressOf(path, id), { headers: { cookie, origin: ORIGIN } });
    expect((await ask(theirHostId, theirs.cookie)).status).toBe(200);
    const answers = await Promise.all(
      [theirHostId, "host_neverwas", "host_%00", "../x"].map((id) => ask(encodeURIComponent(id), ours.cookie)),
    );
    for (const answer of answers) expect(answer.status).toBe(404);
    const [foreign, unknown] = await Promise.all(answers.slice(0, 2).map(problemOf));
    expect({ ...foreign, instance: "" }).toEqual({ ...unknown, instance: "" });
  });

  test.each(routes.map((route) => [route.operationId, route] as const))(
    "%s refuses a query parameter it does not know",
    async (_, { method, path }) => {
      const { ours } = (await tenants) as NonNullable<Awaited<typeof tenants>>;
      const response = await app.send(method.toUpperCase(), `${addressOf(path, "host_0")}?surprise=1`, {
        headers: { cookie: ours.cookie, origin: ORIGIN },
      });
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ errors: [{ pointer: "/query/surprise", code: "unknown" }] });
    },
  );

  test.each(routes.map((route) => [route.operationId, route] as const))(
    "%s names the methods that its address takes",
    async (_, { path }) => {
      const response = await app.send("PROPFIND", addressOf(path, "host_0"));
      expect(response.status).toBe(405);
      const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
      expect(response.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(methods));
      await problemOf(response);
    },
  );
});

test("an address that is none answers 404 as a problem, with the request's id", async () => {
  const response = await app.send("GET", "/v1/nowhere");
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ type: "/docs/problems/not-found", status: 404 });
  expect(problem.instance).toBe(`/requests/${response.headers.get("x-request-id")}`);
});

test("a write with a cookie must come from a page of this server", async () => {
  const { ours } = (await tenants) as NonNullable<Awaited<typeof tenants>>;
  const create = (headers: Record<string, string>) =>
    app.send("POST", "/v1/enrolment-tokens", {
      headers: { cookie: ours.cookie, "content-type": "application/json", ...headers },
      body: "{}",
    });
  expect((await create({ origin: "https://evil.example" })).status).toBe(403);
  expect((await create({})).status).toBe(403);
  expect((await create({ origin: "null" })).status).toBe(403);
  expect((await create({ origin: ORIGIN })).status).toBe(201);
});
