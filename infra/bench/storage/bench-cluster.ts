import { Client } from "pg";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { openPostgres } from "../../../apps/api/src/db/connect/postgres.ts";
import { startPostgres } from "../../../apps/api/src/testing/postgres-server.ts";
import { clusterCpu } from "./cluster-cpu.ts";

/** The published figures' settings; what is not said here is PostgreSQL's default. */
const TUNED = {
  shared_buffers: "1GB",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  fsync: "on",
  synchronous_commit: "on",
  checkpoint_timeout: "30min",
  max_wal_size: "8GB",
};

export interface BenchCluster {
  /** As the owner of the schema, which is no superuser. */
  db: InteractiveDatabase;
  ownerUrl: string;
  /** A superuser's. */
  admin: Client;
  /** Seconds of all its processes so far. */
  cpuSeconds(): number;
  /** Bytes of write-ahead log so far. */
  walBytes(): Promise<number>;
  /** Of a table, its partitions, their indexes and TOAST. */
  bytesOf(table: string): Promise<number>;
  close(): Promise<void>;
}

/** A PostgreSQL of the benchmark's own, migrated. */
export async function openBenchCluster(): Promise<BenchCluster> {
  const server = await startPostgres(TUNED);
  const setUp = new Client({ connectionString: server.url("postgres") });
  await setUp.connect();
  await setUp.query("create role berth_owner login createrole");
  await setUp.query("create database berth owner berth_owner");
  await setUp.end();
  const ownerUrl = server.url("berth", "berth_owner");
  const db = openPostgres(ownerUrl, () => {});
  await db.migrate();
  const admin = new Client({ connectionString: server.url("berth") });
  await admin.connect();
  const backend = await readNumber(admin, "select pg_backend_pid()");
  return {
    db,
    ownerUrl,
    admin,
    cpuSeconds: clusterCpu(backend),
    walBytes: () => readNumber(admin, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"),
    bytesOf: (table) =>
      readNumber(
        admin,
        `select sum(pg_total_relation_size(c.oid)) from pg_class c
         where c.oid = 'berth.${table}'::regclass or c.oid in (select i.inhrelid from pg_inherits i where i.inhparent = 'berth.${table}'::regclass)`,
      ),
    async close() {
      await Promise.all([db.close(), admin.end()]);
      await server.stop();
    },
  };
}

export async function readNumber(client: Client, query: string): Promise<number> {
  const { rows } = await client.query<[unknown]>({ text: query, rowMode: "array" });
  return Number(rows[0]?.[0]);
}
