-- The same table with its columns in another order: what the whole fleet is sorted and counted by before anything of varying length.
ALTER TABLE "berth"."host_current" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE TABLE "berth"."host_current_in_order" (
	"organization_id" integer NOT NULL,
	"host_id" integer NOT NULL,
	"severity" smallint DEFAULT 0 NOT NULL,
	"sample_seconds" smallint DEFAULT 10 NOT NULL,
	"frame_samples" smallint DEFAULT 6 NOT NULL,
	"used_permille" smallint,
	"pushes" integer DEFAULT 0 NOT NULL,
	"captured_at_ms" bigint,
	"judged_captured_at_ms" bigint,
	"judged_at_ms" bigint,
	"received_at_ms" bigint,
	"watched_until_ms" bigint DEFAULT 0 NOT NULL,
	"setup_hash" text,
	"tightest" text
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
-- Before there are rows: those that come are held against hosts of every organization, those that are there against hosts of none.
ALTER TABLE "berth"."host_current_in_order" ADD CONSTRAINT "host_current_organization_id_host_id_host_organization_id_id_fk" FOREIGN KEY ("organization_id","host_id") REFERENCES "berth"."host"("organization_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
INSERT INTO "berth"."host_current_in_order"
SELECT "organization_id", "host_id", "severity", "sample_seconds", "frame_samples", "used_permille", 0, "captured_at_ms", "judged_captured_at_ms",
  "judged_at_ms", "received_at_ms", "watched_until_ms", "setup_hash", "tightest" FROM "berth"."host_current";
--> statement-breakpoint
DROP TABLE "berth"."host_current";
--> statement-breakpoint
ALTER TABLE "berth"."host_current_in_order" RENAME TO "host_current";
--> statement-breakpoint
ALTER TABLE "berth"."host_current" ADD CONSTRAINT "host_current_organization_id_host_id_pk" PRIMARY KEY("organization_id","host_id");
--> statement-breakpoint
CREATE INDEX "host_current_severity" ON "berth"."host_current" USING btree ("organization_id","severity");
--> statement-breakpoint
ALTER TABLE "berth"."host_current" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "tenant" ON "berth"."host_current" AS PERMISSIVE FOR ALL TO public USING ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int)) WITH CHECK ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int));
--> statement-breakpoint
GRANT SELECT, UPDATE (judged_captured_at_ms, judged_at_ms, severity, watched_until_ms) ON berth.host_current TO berth_app;
--> statement-breakpoint
GRANT SELECT (organization_id, host_id, captured_at_ms, judged_captured_at_ms) ON berth.host_current TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.host_current FOR SELECT TO berth_jobs USING ((SELECT current_user) = 'berth_jobs');
--> statement-breakpoint
-- As in the version before, but of the checks none is kept behind the last that found something.
CREATE OR REPLACE FUNCTION berth.roll_up_fleet(p_source text, p_target text, p_from_ms bigint, p_length_ms bigint, p_organization int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- Under so many hosts a histogram says less than it weighs.
  c_histogram_hosts constant int := 100;
BEGIN
  IF (p_source, p_target) NOT IN (('host_5m', 'fleet_5m'), ('host_1h', 'fleet_1h')) THEN RAISE EXCEPTION 'no such rollup'; END IF;
  EXECUTE format($q$
    WITH host AS MATERIALIZED (
      SELECT * FROM berth.%1$I h WHERE h.from_ms = $1 AND ($3 IS NULL OR h.organization_id = $3)
    ), member AS (
      SELECT h.*, 0 AS group_id FROM host h
      UNION ALL
      SELECT h.*, g.group_id FROM host h JOIN berth.host_group g ON g.organization_id = h.organization_id AND g.host_id = h.host_id
    ), enrolled AS (
      SELECT e.organization_id, e.group_id, count(*)::int AS hosts FROM (
        SELECT h.organization_id, 0 AS group_id FROM berth.host h WHERE h.enrolled_at_ms < $1 + $2 AND ($3 IS NULL OR h.organization_id = $3)
        UNION ALL
        SELECT h.organization_id, g.group_id FROM berth.host h
        JOIN berth.host_group g ON g.organization_id = h.organization_id AND g.host_id = h.id
        WHERE h.enrolled_at_ms < $1 + $2 AND ($3 IS NULL OR h.organization_id = $3)
      ) e GROUP BY e.organization_id, e.group_id
    ), finding AS (
      SELECT h.organization_id, h.host_id, v.warn_checks, v.fail_checks FROM host h
      JOIN LATERAL (
        SELECT c.warn_checks, c.fail_checks FROM berth.verdict_change c
        WHERE c.organization_id = h.organization_id AND c.host_id = h.host_id AND c.since_ms < $1 + $2 ORDER BY c.since_ms DESC LIMIT 1
      ) v ON true
      WHERE h.severity > 1 AND (cardinality(v.warn_checks) > 0 OR cardinality(v.fail_checks) > 0)
    ), found AS (
      SELECT m.organization_id, m.group_id, c.number, count(*) FILTER (WHERE NOT c.is_fail)::int AS warn, count(*) FILTER (WHERE c.is_fail)::int AS fail
      FROM finding f
      JOIN member m ON m.organization_id = f.organization_id AND m.host_id = f.host_id
      CROSS JOIN LATERAL (
        SELECT w.number, false AS is_fail FROM unnest(f.warn_checks) w (number) UNION ALL SELECT e.number, true FROM unnest(f.fail_checks) e (number)
      ) c
      GROUP BY m.organization_id, m.group_id, c.number
    ), checked AS (
      SELECT g.organization_id, g.group_id, array_agg(coalesce(f.warn, 0) ORDER BY n.number) FILTER (WHERE n.number <= g.warn_last) AS warn_checks,
        array_agg(coalesce(f.fail, 0) ORDER BY n.number) FILTER (WHERE n.number <= g.fail_last) AS fail_checks
      FROM (
        SELECT f.organization_id, f.group_id, max(f.number) AS last, max(f.number) FILTER (WHERE f.warn > 0) AS warn_last, max(f.number) FILTER (WHERE f.fail > 0) AS fail_last
        FROM found f GROUP BY f.organization_id, f.group_id
      ) g
      CROSS JOIN LATERAL generate_series(1, g.last) AS n (number)
      LEFT JOIN found f ON f.organization_id = g.organization_id AND f.group_id = g.group_id AND f.number = n.number
      GROUP BY g.organization_id, g.group_id
    ), bin AS (
      SELECT m.organization_id, m.group_id, m.used_max / 10 AS bin, count(*)::int AS hosts
      FROM member m WHERE m.used_max IS NOT NULL GROUP BY m.organization_id, m.group_id, m.used_max / 10
    ), binned AS (
      SELECT g.organization_id, g.group_id, array_agg(coalesce(b.hosts, 0) ORDER BY n.bin) AS histogram
      FROM (SELECT b.organization_id, b.group_id FROM bin b GROUP BY b.organization_id, b.group_id HAVING sum(b.hosts) >= %3$s) g
      CROSS JOIN generate_series(0, 100) AS n (bin)
      LEFT JOIN bin b ON b.organization_id = g.organization_id AND b.group_id = g.group_id AND b.bin = n.bin
      GROUP BY g.organization_id, g.group_id
    ), summed AS (
      SELECT m.organization_id, m.group_id, count(*)::int AS hosts, count(m.used_max)::int AS measured,
        percentile_disc(ARRAY[0.5, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY m.used_max) AS used, max(m.used_max) AS used_max,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY m.bind_max) AS bind_p95, max(m.bind_max) AS bind_max,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY m.ceiling_max) AS ceiling_p95, max(m.ceiling_max) AS ceiling_max,
        coalesce(sum(m.closes_tenths), 0) AS closes_tenths, sum(m.failures) AS failures,
        count(*) FILTER (WHERE m.used_max > 500)::int AS over_50, count(*) FILTER (WHERE m.used_max > 600)::int AS over_60,
        count(*) FILTER (WHERE m.used_max > 800)::int AS over_80, count(*) FILTER (WHERE m.severity = 1)::int AS pass,
        count(*) FILTER (WHERE m.severity = 3)::int AS warn, count(*) FILTER (WHERE m.severity = 4)::int AS fail,
        count(*) FILTER (WHERE m.severity IN (0, 2))::int AS unknown
      FROM member m GROUP BY m.organization_id, m.group_id
    )
    INSERT INTO berth.%2$I (organization_id, group_id, from_ms, enrolled, hosts, measured, used_p50, used_p90, used_p95, used_p99, used_max, bind_p95, bind_max,
      ceiling_p95, ceiling_max, closes_tenths, failures, over_50, over_60, over_80, pass, warn, fail, unknown, warn_checks, fail_checks, histogram)
    SELECT s.organization_id, s.group_id, $1, greatest(s.hosts, coalesce(e.hosts, 0)), s.hosts, s.measured, s.used[1], s.used[2], s.used[3], s.used[4], s.used_max, s.bind_p95, s.bind_max,
      s.ceiling_p95, s.ceiling_max, s.closes_tenths, s.failures, s.over_50, s.over_60, s.over_80, s.pass, s.warn, s.fail, s.unknown,
      coalesce(c.warn_checks, '{}'), coalesce(c.fail_checks, '{}'), b.histogram
    FROM summed s
    LEFT JOIN enrolled e USING (organization_id, group_id)
    LEFT JOIN checked c USING (organization_id, group_id)
    LEFT JOIN binned b USING (organization_id, group_id)
    ON CONFLICT (organization_id, group_id, from_ms) DO UPDATE SET enrolled = excluded.enrolled, hosts = excluded.hosts, measured = excluded.measured,
      used_p50 = excluded.used_p50, used_p90 = excluded.used_p90, used_p95 = excluded.used_p95, used_p99 = excluded.used_p99, used_max = excluded.used_max,
      bind_p95 = excluded.bind_p95, bind_max = excluded.bind_max, ceiling_p95 = excluded.ceiling_p95, ceiling_max = excluded.ceiling_max,
      closes_tenths = excluded.closes_tenths, failures = excluded.failures, over_50 = excluded.over_50, over_60 = excluded.over_60,
      over_80 = excluded.over_80, pass = excluded.pass, warn = excluded.warn, fail = excluded.fail, unknown = excluded.unknown,
      warn_checks = excluded.warn_checks, fail_checks = excluded.fail_checks, histogram = excluded.histogram
  $q$, p_source, p_target, c_histogram_hosts) USING p_from_ms, p_length_ms, p_organization;
END $$;
