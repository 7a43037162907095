import { Pool } from "pg";

const CLIENTS = 8;
const SECONDS = 3;

/**
 * Rows a second of the plainest INSERT of a row as wide as a stored snapshot, one a statement, eight connections: what the
 * database could do if nothing were checked.
 */
export async function insertCeiling(url: string, bodyBytes: number): Promise<number> {
  const pool = new Pool({ connectionString: url, max: CLIENTS });
  await pool.query(`create table if not exists insert_ceiling (
    organization_id int not null, host_id int not null, captured_at_ms bigint not null, used_permille smallint, bind_permille smallint,
    udp_permille smallint, ceiling_permille int, closes_tenths int, failures int not null, body bytea, primary key (organization_id, host_id, captured_at_ms))`);
  await pool.query("alter table insert_ceiling alter body set storage external");
  const body = Buffer.from(crypto.getRandomValues(new Uint8Array(bodyBytes)));
  const untilMs = performance.now() + SECONDS * 1_000;
  const stamp = Date.now();
  let rows = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < untilMs)
        await pool.query("insert into insert_ceiling values (1, $1, $2, 100, 90, 10, 100, 1000, 0, $3)", [
          rows % 10_000,
          stamp * 1_000 + rows++,
          body,
        ]);
    }),
  );
  await pool.query("truncate insert_ceiling");
  await pool.end();
  return rows / SECONDS;
}
