CREATE TABLE "berth"."host_judgement" (
	"organization_id" integer NOT NULL,
	"host_id" integer NOT NULL,
	"verdict" text NOT NULL,
	"judgement" "bytea" NOT NULL,
	CONSTRAINT "host_judgement_organization_id_host_id_pk" PRIMARY KEY("organization_id","host_id")
);
--> statement-breakpoint
ALTER TABLE "berth"."host_judgement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "berth"."host_judgement" ADD CONSTRAINT "host_judgement_organization_id_host_id_host_organization_id_id_fk" FOREIGN KEY ("organization_id","host_id") REFERENCES "berth"."host"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "berth"."host_current" ADD COLUMN "sample_seconds" smallint DEFAULT 10 NOT NULL;
--> statement-breakpoint
ALTER TABLE "berth"."host_current" ADD COLUMN "frame_samples" smallint DEFAULT 6 NOT NULL;
--> statement-breakpoint
ALTER TABLE "berth"."host_current" DROP COLUMN "verdict";--> statement-breakpoint
ALTER TABLE "berth"."host_current" DROP COLUMN "judgement";--> statement-breakpoint
CREATE POLICY "tenant" ON "berth"."host_judgement" AS PERMISSIVE FOR ALL TO public USING ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int)) WITH CHECK ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int));
--> statement-breakpoint
ALTER TABLE berth.host_judgement FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE berth.host_judgement ALTER COLUMN judgement SET STORAGE EXTERNAL;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON berth.host_judgement TO berth_app;
--> statement-breakpoint
-- One bucket of all hosts is a few neighbouring pages of its partition.
CREATE INDEX host_5m_from ON berth.host_5m USING brin (from_ms) WITH (pages_per_range = 16);
--> statement-breakpoint
CREATE INDEX host_1h_from ON berth.host_1h USING brin (from_ms) WITH (pages_per_range = 16);
--> statement-breakpoint
-- Whoever may become berth_jobs has its policies, too, as long as they ask for membership: they are meant for who has become it.
DO $$
DECLARE wide record;
BEGIN
  FOR wide IN SELECT p.tablename FROM pg_policies p WHERE p.schemaname = 'berth' AND p.policyname = 'jobs' LOOP
    EXECUTE format('ALTER POLICY jobs ON berth.%I USING ((SELECT current_user) = ''berth_jobs'')', wide.tablename);
  END LOOP;
  FOR wide IN SELECT p.tablename FROM pg_policies p WHERE p.schemaname = 'berth' AND p.policyname = 'jobs' AND p.with_check IS NOT NULL LOOP
    EXECUTE format('ALTER POLICY jobs ON berth.%I WITH CHECK ((SELECT current_user) = ''berth_jobs'')', wide.tablename);
  END LOOP;
END $$;
--> statement-breakpoint
-- As in the version before, with fewer passes over the hosts.
CREATE OR REPLACE FUNCTION berth.roll_up_fleet(p_source text, p_target text, p_from_ms bigint, p_length_ms bigint, p_organization int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- Under so many hosts a histogram says less than it weighs.
  c_histogram_hosts constant int := 100;
  c_checks constant int := 40;
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
      SELECT g.organization_id, g.group_id, array_agg(coalesce(f.warn, 0) ORDER BY n.number) AS warn_checks, array_agg(coalesce(f.fail, 0) ORDER BY n.number) AS fail_checks
      FROM (SELECT DISTINCT f.organization_id, f.group_id FROM found f) g
      CROSS JOIN generate_series(1, %3$s) AS n (number)
      LEFT JOIN found f ON f.organization_id = g.organization_id AND f.group_id = g.group_id AND f.number = n.number
      GROUP BY g.organization_id, g.group_id
    ), bin AS (
      SELECT m.organization_id, m.group_id, m.used_max / 10 AS bin, count(*)::int AS hosts
      FROM member m WHERE m.used_max IS NOT NULL GROUP BY m.organization_id, m.group_id, m.used_max / 10
    ), binned AS (
      SELECT g.organization_id, g.group_id, array_agg(coalesce(b.hosts, 0) ORDER BY n.bin) AS histogram
      FROM (SELECT b.organization_id, b.group_id FROM bin b GROUP BY b.organization_id, b.group_id HAVING sum(b.hosts) >= %4$s) g
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
  $q$, p_source, p_target, c_checks, c_histogram_hosts) USING p_from_ms, p_length_ms, p_organization;
END $$;
--> statement-breakpoint
DROP FUNCTION berth.ingest;
--> statement-breakpoint
-- Takes the samples of one request of one host in one round trip: authenticates, stores what is new, moves the host's current
-- row forward, marks rollups that are made already, and answers what the judgement that follows needs. No row back: the
-- credential is not (or no longer) a host's.
-- p_samples: [{ capturedAtMs, figures … }]; of the newest of them p_newest_ms, p_used, p_tightest and p_body, packed, as base64, like
-- p_earlier, the others; p_setups: [{ hash, sinceMs, body?, settings?, labels? }], one for each change within the request.
CREATE FUNCTION berth.ingest(
  p_credential_hash text, p_now_ms bigint, p_samples jsonb, p_newest_ms bigint, p_used smallint, p_tightest text, p_body text,
  p_earlier text, p_earlier_from_ms bigint, p_setups jsonb
) RETURNS TABLE (
  stored_ms text, is_newest boolean, needs_setup boolean, is_watched boolean, organization_id int, host_id int, host_public_id text,
  settings_version int, sample_seconds int, frame_samples int, policy_version int, policy jsonb, judged_captured_at_ms bigint, judgement text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  c_bucket constant bigint := 300000;
  -- A bucket is closed 60 s after its end, and no statement runs for 30 s: what is not in it by then is marked.
  c_late constant bigint := 330000;
  c_lookback constant bigint := 60000;
  v_host record;
  v_new bigint[];
  v_last_new_ms bigint;
  v_setup_hash text := p_setups -> -1 ->> 'hash';
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hash, true);
  SELECT c.organization_id, c.host_id INTO organization_id, host_id FROM berth.host_credential c
  WHERE c.secret_hash = decode(p_credential_hash, 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', organization_id::text, true);

  -- Pushes of one host take turns here.
  SELECT h.public_id, h.settings_version, h.sample_seconds, h.frame_samples, o.policy_version, o.policy, c.captured_at_ms, c.setup_hash,
    c.watched_until_ms, c.judged_captured_at_ms, j.judgement, (SELECT w.until_ms FROM berth.rollup_watermark w WHERE w.name = '5m') AS closed_ms
  INTO v_host
  FROM berth.host_current c
  JOIN berth.host h ON h.organization_id = c.organization_id AND h.id = c.host_id
  JOIN berth.organization o ON o.id = c.organization_id
  LEFT JOIN berth.host_judgement j ON j.organization_id = c.organization_id AND j.host_id = c.host_id
  WHERE c.organization_id = ingest.organization_id AND c.host_id = ingest.host_id FOR UPDATE OF c;

  needs_setup := false;
  IF v_setup_hash IS DISTINCT FROM v_host.setup_hash OR jsonb_array_length(p_setups) > 1 THEN
    needs_setup := NOT berth.keep_setups(ingest.organization_id, ingest.host_id, p_setups);
  END IF;
  WITH stored AS (
    INSERT INTO berth.snapshot (
      organization_id, host_id, captured_at_ms, used_permille, bind_permille, udp_permille, ceiling_permille, closes_tenths, failures,
      tightest_address, tightest_port, body, earlier, earlier_from_ms
    )
    SELECT ingest.organization_id, ingest.host_id, i."capturedAtMs", i."usedPermille", i."bindPermille", i."udpPermille", i."ceilingPermille",
      i."closesTenths", i.failures, i."tightestAddress", i."tightestPort",
      CASE WHEN i."capturedAtMs" = p_newest_ms THEN decode(p_body, 'base64') END,
      CASE WHEN i."capturedAtMs" = p_newest_ms THEN decode(p_earlier, 'base64') END,
      CASE WHEN i."capturedAtMs" = p_newest_ms THEN p_earlier_from_ms END
    FROM jsonb_to_recordset(p_samples) AS i (
      "capturedAtMs" bigint, "usedPermille" smallint, "bindPermille" smallint, "udpPermille" smallint, "ceilingPermille" int,
      "closesTenths" int, failures int, "tightestAddress" text, "tightestPort" int
    )
    ON CONFLICT DO NOTHING
    RETURNING captured_at_ms
  ), late AS (
    INSERT INTO berth.rollup_dirty (organization_id, from_ms)
    -- What follows within a minute is counted from here, in the next bucket, too.
    SELECT DISTINCT ingest.organization_id, b.from_ms FROM stored s
    CROSS JOIN LATERAL (VALUES (s.captured_at_ms / c_bucket * c_bucket), ((s.captured_at_ms + c_lookback) / c_bucket * c_bucket)) b (from_ms)
    WHERE b.from_ms < greatest(p_now_ms - c_late, v_host.closed_ms)
  )
  SELECT array_agg(s.captured_at_ms), max(s.captured_at_ms) INTO v_new, v_last_new_ms FROM stored s;

  -- The newest was there before and something older was not: its bodies go where they can.
  IF v_last_new_ms <> p_newest_ms THEN
    UPDATE berth.snapshot s SET body = decode(p_body, 'base64'), earlier = decode(p_earlier, 'base64'), earlier_from_ms = p_earlier_from_ms
    WHERE s.organization_id = ingest.organization_id AND s.host_id = ingest.host_id AND s.captured_at_ms = v_last_new_ms;
  END IF;
  is_newest := coalesce(v_last_new_ms = p_newest_ms AND p_newest_ms > coalesce(v_host.captured_at_ms, 0), false);
  IF is_newest THEN
    UPDATE berth.host_current c SET captured_at_ms = p_newest_ms, received_at_ms = p_now_ms, used_permille = p_used, tightest = p_tightest,
      setup_hash = CASE WHEN needs_setup THEN NULL ELSE v_setup_hash END, sample_seconds = v_host.sample_seconds, frame_samples = v_host.frame_samples
    WHERE c.organization_id = ingest.organization_id AND c.host_id = ingest.host_id;
  END IF;

  stored_ms := coalesce(array_to_json(v_new)::text, '[]');
  is_watched := v_host.watched_until_ms > p_now_ms;
  host_public_id := v_host.public_id;
  settings_version := v_host.settings_version;
  sample_seconds := v_host.sample_seconds;
  frame_samples := v_host.frame_samples;
  policy_version := v_host.policy_version;
  policy := v_host.policy;
  judged_captured_at_ms := v_host.judged_captured_at_ms;
  judgement := encode(v_host.judgement, 'base64');
  RETURN NEXT;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.ingest FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.ingest TO berth_app;
