import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { createApp } from "../app.ts";
import type { InteractiveDatabase } from "../db/connect/database.ts";
import { foundOrganization } from "../db/stores/founding.ts";
import { secretDoors } from "../db/stores/secret-doors.ts";
import { createStores } from "../db/stores/stores.ts";
import { backgroundWork } from "../runtimes/background-work.ts";
import { zlibGunzip } from "../runtimes/zlib-gunzip.ts";
import { issueEnrolmentToken, issueSignInToken } from "../services/access/issue-tokens.ts";
import { newOrganizationId } from "../services/access/public-id.ts";
import type { Dependencies } from "../services/dependencies.ts";
import { HostMemory } from "../services/judgement/host-memory.ts";
import { SetupCache } from "../services/snapshots/setup-cache.ts";

export const ORIGIN = "http://berth.test";

interface Logged {
  event: string;
  fields: Record<string, unknown>;
}

/** The app on `db`, with a clock that a test moves and a log that it reads. */
export function testApp(db: InteractiveDatabase, overrides: Partial<Dependencies> = {}) {
  const clock = { nowMs: Date.parse("2026-11-24T12:00:00Z") };
  const logged: Logged[] = [];
  const log = { info: () => {}, error: (event: string, fields: Record<string, unknown> = {}) => void logged.push({ event, fields }) };
  const dependencies: Dependencies = {
    doors: secretDoors(db),
    storesOf: (organizationId) => createStores(db, organizationId),
    setups: new SetupCache(),
    memory: new HostMemory(),
    nowMs: () => clock.nowMs,
    log,
    publicUrl: ORIGIN,
    cursorKey: "a key of the tests",
    readAgentBundle: async () => null,
    ...overrides,
  };
  const app = createApp(dependencies, zlibGunzip);
  const background = backgroundWork();
  const send = async (method: string, path: string, init: RequestInit = {}) =>
    app.fetch(new Request(ORIGIN + path, { method, ...init }), {}, background.context);
  return { app, clock, logged, dependencies, background, send };
}

export type TestApp = ReturnType<typeof testApp>;

const JSON_TYPE = { "content-type": "application/json" };

/** A fresh organization with its owner signed in. */
export async function foundTenant(db: InteractiveDatabase, { dependencies, clock, send, background }: TestApp) {
  const founded = await foundOrganization(db, { publicId: newOrganizationId(), name: "Tenant", ownerName: "Ada", nowMs: clock.nowMs });
  const owner = { stores: dependencies.storesOf(founded.organizationId), memberId: founded.memberId };
  const token = await issueSignInToken(owner, clock.nowMs);
  const signedIn = await send("POST", "/v1/session", { headers: JSON_TYPE, body: JSON.stringify({ token }) });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";

  return {
    ...founded,
    ...owner,
    cookie,
    get: (path: string) => send("GET", path, { headers: { cookie } }),
    newEnrolmentToken: async (uses = 1) => (await issueEnrolmentToken(owner, clock.nowMs, { uses, expiresInSeconds: 3600 })).token,

    async enrol(hostname = "app-1", machineId: string | null = null) {
      const { token: enrolment } = await issueEnrolmentToken(owner, clock.nowMs, { uses: 1, expiresInSeconds: 3600 });
      const answer = await send("POST", "/v1/agents/enrol", {
        headers: { ...JSON_TYPE, authorization: `Bearer ${enrolment}` },
        body: JSON.stringify({ hostname, machineId, agentVersion: "0.1.0", labels: { role: "web" } }),
      });
      const { hostId, credential } = (await answer.json()) as { hostId: string; credential: string };
      const pushBody = (body: BodyInit, headers: Record<string, string> = {}) =>
        send("POST", "/v1/snapshots", { headers: { ...JSON_TYPE, authorization: `Bearer ${credential}`, ...headers }, body });
      return {
        hostId,
        credential,
        pushBody,
        /** One snapshot as JSON, several as lines; waits for the judgement that follows. */
        async push(...snapshots: Snapshot[]) {
          const isOne = snapshots.length === 1;
          const answered = await pushBody(
            snapshots.map((each) => JSON.stringify(each)).join("\n"),
            isOne ? {} : { "content-type": "application/x-ndjson" },
          );
          await background.settle();
          return answered;
        },
      };
    },
  };
}

export type Tenant = Awaited<ReturnType<typeof foundTenant>>;
