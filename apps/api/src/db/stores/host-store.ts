import { and, eq } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { host } from "../schema/hosts.ts";
import { hostCurrent } from "../schema/snapshots.ts";

/** One host and its newest snapshot, found by the id that people see. */
export const hostStore = (db: Database, organizationId: number) => ({
  /** Null: this organization has no such host. */
  async find(publicId: string) {
    const [[found]] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          id: host.id,
          publicId: host.publicId,
          hostname: host.hostname,
          agentVersion: host.agentVersion,
          labels: host.labels,
          enrolledAtMs: host.enrolledAtMs,
          sampleSeconds: host.sampleSeconds,
          capturedAtMs: hostCurrent.capturedAtMs,
          judgedCapturedAtMs: hostCurrent.judgedCapturedAtMs,
          judgedAtMs: hostCurrent.judgedAtMs,
          judgement: hostCurrent.judgement,
          body: hostCurrent.body,
        })
        .from(host)
        .innerJoin(hostCurrent, and(eq(hostCurrent.organizationId, host.organizationId), eq(hostCurrent.hostId, host.id)))
        .where(and(eq(host.organizationId, organizationId), eq(host.publicId, publicId)))
        .limit(1),
    ]);
    return found ?? null;
  },
});

export type StoredHost = NonNullable<Awaited<ReturnType<ReturnType<typeof hostStore>["find"]>>>;
