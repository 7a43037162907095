import { and, desc, eq, inArray, lte, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { unpackJson } from "../packing/pack-json.ts";
import { host } from "../schema/hosts.ts";
import { hostCurrent, hostJudgement, hostSetup, snapshot } from "../schema/snapshots.ts";
import type { Judgement } from "./judgement.ts";
import { asBase64, unpackSamples, unpackSetups, withSetup } from "./sample-rows.ts";

/** Single hosts and their newest snapshot. */
export const hostStore = (db: Database, organizationId: number) => ({
  /** By the id that people see. Null: this organization has no such host. `body` is null once its raw samples have expired. */
  async find(publicId: string) {
    const [[found]] = await readOrg(db, organizationId, (queries) => {
      const setup = queries
        .select({ sinceMs: hostSetup.sinceMs, body: asBase64(hostSetup.body).as("setup_body") })
        .from(hostSetup)
        .where(
          and(
            eq(hostSetup.organizationId, organizationId),
            eq(hostSetup.hostId, hostCurrent.hostId),
            lte(hostSetup.sinceMs, hostCurrent.capturedAtMs),
          ),
        )
        .orderBy(desc(hostSetup.sinceMs))
        .limit(1)
        .as("setup");
      return [
        queries
          .select({
            id: host.id,
            publicId: host.publicId,
            hostname: host.hostname,
            agentVersion: host.agentVersion,
            labels: host.labels,
            enrolledAtMs: host.enrolledAtMs,
            sampleSeconds: host.sampleSeconds,
            frameSamples: host.frameSamples,
            capturedAtMs: hostCurrent.capturedAtMs,
            judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
            judgedAtMs: hostCurrent.judgedAtMs,
            judgement: asBase64(hostJudgement.judgement),
            body: asBase64(snapshot.body),
            earlier: asBase64(snapshot.earlier),
            setupSinceMs: setup.sinceMs,
            setupBody: setup.body,
          })
          .from(host)
          .innerJoin(hostCurrent, and(eq(hostCurrent.organizationId, host.organizationId), eq(hostCurrent.hostId, host.id)))
          .leftJoin(hostJudgement, and(eq(hostJudgement.organizationId, organizationId), eq(hostJudgement.hostId, host.id)))
          .leftJoin(
            snapshot,
            and(
              eq(snapshot.organizationId, organizationId),
              eq(snapshot.hostId, host.id),
              eq(snapshot.capturedAtMs, hostCurrent.capturedAtMs),
            ),
          )
          .leftJoinLateral(setup, sql`true`)
          .where(and(eq(host.organizationId, organizationId), eq(host.publicId, publicId)))
          .limit(1),
      ];
    });
    if (found === undefined) return null;
    const { judgement, body, earlier, setupSinceMs, setupBody, ...rest } = found;
    const samples = await unpackSamples(db.compression, body, earlier);
    const sample = samples.find(({ capturedAtMs }) => capturedAtMs === found.capturedAtMs);
    const setups = setupSinceMs === null ? [] : await unpackSetups(db.compression, [{ sinceMs: setupSinceMs, body: setupBody }]);
    const [judged = null] = judgement === null ? [] : await unpackJson<Judgement>(db.compression, judgement);
    return { ...rest, judgement: judged, body: (sample && withSetup(sample, setups)) ?? null };
  },

  /** Somebody looks at these hosts: until then their agents send each sample at once. Written at most twice a period. */
  async watch(hostIds: readonly number[], nowMs: number, untilMs: number): Promise<void> {
    if (hostIds.length === 0) return;
    await readOrg(db, organizationId, (queries) => [
      queries
        .update(hostCurrent)
        .set({ watchedUntilMs: untilMs })
        .where(
          and(
            eq(hostCurrent.organizationId, organizationId),
            inArray(hostCurrent.hostId, [...hostIds]),
            lte(hostCurrent.watchedUntilMs, (nowMs + untilMs) / 2),
          ),
        ),
    ]);
  },
});

export type StoredHost = NonNullable<Awaited<ReturnType<ReturnType<typeof hostStore>["find"]>>>;
