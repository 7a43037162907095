-- One bucket of five minutes for every host.
CREATE FUNCTION berth.roll_up_hosts(p_from_ms bigint, p_organization int DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_bucket constant bigint := 300000;
  c_lookback constant bigint := 60000;
  v_written int;
BEGIN
  -- One bucket of five minutes from the raw samples: made anew each time, written where it differs.
  WITH bucket AS (
    SELECT s.organization_id, s.host_id, count(*)::int AS samples, max(s.used_permille) AS used_max, round(avg(s.used_permille))::smallint AS used_mean,
      max(s.bind_permille) AS bind_max, max(s.udp_permille) AS udp_max, least(32767, max(s.ceiling_permille))::smallint AS ceiling_max,
      round(avg(s.closes_tenths))::int AS closes_tenths, max(s.failures) AS failures_max
    FROM berth.snapshot s
    WHERE s.captured_at_ms >= p_from_ms AND s.captured_at_ms < p_from_ms + c_bucket AND (p_organization IS NULL OR s.organization_id = p_organization)
    GROUP BY s.organization_id, s.host_id
  )
  INSERT INTO berth.host_5m AS h (organization_id, host_id, from_ms, samples, used_max, used_mean, bind_max, udp_max, ceiling_max, closes_tenths, failures, severity)
  SELECT b.organization_id, b.host_id, p_from_ms, b.samples, b.used_max, b.used_mean, b.bind_max, b.udp_max, b.ceiling_max, b.closes_tenths,
    CASE WHEN b.failures_max = 0 THEN 0 ELSE f.failures END, coalesce(v.severity, 0)
  FROM bucket b
  LEFT JOIN LATERAL (
    SELECT c.severity FROM berth.verdict_change c
    WHERE c.organization_id = b.organization_id AND c.host_id = b.host_id AND c.since_ms < p_from_ms + c_bucket ORDER BY c.since_ms DESC LIMIT 1
  ) v ON true
  -- What the agent remembers grows with each failure; a memory that was not there a minute ago is not new.
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(greatest(0, g.growth)), 0)::int AS failures
    FROM (
      SELECT s.captured_at_ms, s.failures - lag(s.failures) OVER (ORDER BY s.captured_at_ms) AS growth
      FROM berth.snapshot s
      WHERE b.failures_max > 0 AND s.organization_id = b.organization_id AND s.host_id = b.host_id
        AND s.captured_at_ms >= p_from_ms - c_lookback AND s.captured_at_ms < p_from_ms + c_bucket
    ) g WHERE g.captured_at_ms >= p_from_ms
  ) f ON true
  ON CONFLICT (organization_id, host_id, from_ms) DO UPDATE SET samples = excluded.samples, used_max = excluded.used_max, used_mean = excluded.used_mean,
    bind_max = excluded.bind_max, udp_max = excluded.udp_max, ceiling_max = excluded.ceiling_max, closes_tenths = excluded.closes_tenths,
    failures = excluded.failures, severity = excluded.severity
  WHERE (h.samples, h.used_max, h.used_mean, h.bind_max, h.udp_max, h.ceiling_max, h.closes_tenths, h.failures, h.severity) IS DISTINCT FROM
    (excluded.samples, excluded.used_max, excluded.used_mean, excluded.bind_max, excluded.udp_max, excluded.ceiling_max, excluded.closes_tenths,
      excluded.failures, excluded.severity);
  GET DIAGNOSTICS v_written = ROW_COUNT;
  RETURN v_written;
END $$;
--> statement-breakpoint
-- Hosts of each group in a bucket of a host rollup; group 0 is the whole organization.
CREATE FUNCTION berth.roll_up_fleet(p_source text, p_target text, p_from_ms bigint, p_length_ms bigint, p_organization int DEFAULT NULL) RETURNS void
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
    ), checked AS (
      SELECT c.organization_id, c.group_id, array_agg(c.warn ORDER BY c.number) AS warn_checks, array_agg(c.fail ORDER BY c.number) AS fail_checks
      FROM (
        SELECT m.organization_id, m.group_id, n.number,
          count(*) FILTER (WHERE n.number = ANY (f.warn_checks))::int AS warn, count(*) FILTER (WHERE n.number = ANY (f.fail_checks))::int AS fail
        FROM finding f
        JOIN member m ON m.organization_id = f.organization_id AND m.host_id = f.host_id
        CROSS JOIN generate_series(1, %3$s) AS n (number)
        GROUP BY m.organization_id, m.group_id, n.number
      ) c GROUP BY c.organization_id, c.group_id
    ), binned AS (
      SELECT b.organization_id, b.group_id, array_agg(b.hosts ORDER BY b.bin) AS histogram FROM (
        SELECT m.organization_id, m.group_id, n.bin, count(m.used_max) FILTER (WHERE m.used_max / 10 = n.bin)::int AS hosts
        FROM (SELECT o.organization_id, o.group_id FROM member o WHERE o.used_max IS NOT NULL GROUP BY 1, 2 HAVING count(*) >= %4$s) large
        CROSS JOIN generate_series(0, 100) AS n (bin)
        LEFT JOIN (
          SELECT x.organization_id, x.group_id, x.used_max / 10 AS bin, x.used_max FROM member x WHERE x.used_max IS NOT NULL
        ) m ON m.organization_id = large.organization_id AND m.group_id = large.group_id AND m.bin = n.bin
        GROUP BY m.organization_id, m.group_id, n.bin
      ) b GROUP BY b.organization_id, b.group_id
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
CREATE FUNCTION berth.roll_up_bucket(p_from_ms bigint, p_organization int DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_written int := berth.roll_up_hosts(p_from_ms, p_organization);
BEGIN
  IF v_written > 0 THEN
    PERFORM berth.roll_up_fleet('host_5m', 'fleet_5m', p_from_ms, 300000, p_organization);
    INSERT INTO berth.rollup_due (organization_id, kind, from_ms)
    SELECT f.organization_id, d.kind, d.from_ms FROM berth.fleet_5m f
    CROSS JOIN (VALUES ('destinations', p_from_ms), ('hour', p_from_ms / 3600000 * 3600000)) d (kind, from_ms)
    WHERE f.group_id = 0 AND f.from_ms = p_from_ms AND (p_organization IS NULL OR f.organization_id = p_organization) ON CONFLICT DO NOTHING;
  END IF;
  RETURN v_written;
END $$;
--> statement-breakpoint
-- An hour from its five-minute buckets: of a host what is worst, of the fleet the exact percentiles over its hosts' worst.
CREATE FUNCTION berth.roll_up_hour(p_from_ms bigint, p_organization int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO berth.host_1h AS h (organization_id, host_id, from_ms, samples, used_max, used_mean, bind_max, udp_max, ceiling_max, closes_tenths, failures, severity)
  SELECT b.organization_id, b.host_id, p_from_ms, sum(b.samples)::int, max(b.used_max),
    round(sum(b.used_mean::bigint * b.samples)::numeric / nullif(sum(b.samples) FILTER (WHERE b.used_mean IS NOT NULL), 0))::smallint,
    max(b.bind_max), max(b.udp_max), max(b.ceiling_max),
    round(sum(b.closes_tenths::bigint * b.samples)::numeric / nullif(sum(b.samples) FILTER (WHERE b.closes_tenths IS NOT NULL), 0))::int,
    sum(b.failures)::int, max(b.severity)
  FROM berth.host_5m b
  WHERE b.from_ms >= p_from_ms AND b.from_ms < p_from_ms + 3600000 AND (p_organization IS NULL OR b.organization_id = p_organization)
  GROUP BY b.organization_id, b.host_id
  ON CONFLICT (organization_id, host_id, from_ms) DO UPDATE SET samples = excluded.samples, used_max = excluded.used_max, used_mean = excluded.used_mean,
    bind_max = excluded.bind_max, udp_max = excluded.udp_max, ceiling_max = excluded.ceiling_max, closes_tenths = excluded.closes_tenths,
    failures = excluded.failures, severity = excluded.severity
  WHERE (h.samples, h.used_max, h.used_mean, h.bind_max, h.udp_max, h.ceiling_max, h.closes_tenths, h.failures, h.severity) IS DISTINCT FROM
    (excluded.samples, excluded.used_max, excluded.used_mean, excluded.bind_max, excluded.udp_max, excluded.ceiling_max, excluded.closes_tenths,
      excluded.failures, excluded.severity);
  PERFORM berth.roll_up_fleet('host_1h', 'fleet_1h', p_from_ms, 3600000, p_organization);
END $$;
--> statement-breakpoint
-- All buckets of one host over a closed day or week in one row; the primary key feeds them in order.
CREATE FUNCTION berth.pack_hosts(p_source text, p_target text, p_from_ms bigint, p_slot_ms bigint, p_slots int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_written int;
BEGIN
  IF (p_source, p_target) NOT IN (('host_5m', 'host_day'), ('host_1h', 'host_week')) THEN RAISE EXCEPTION 'no such packing'; END IF;
  EXECUTE format($q$
    INSERT INTO berth.%2$I (organization_id, host_id, from_ms, slots, samples, used_max, used_mean, bind_max, udp_max, ceiling_max, closes_tenths, failures, severity)
    SELECT q.organization_id, q.host_id, $1, CASE WHEN count(*) < $3 THEN array_agg(((q.from_ms - $1) / $2)::smallint) END,
      array_agg(least(32767, q.samples)::smallint), array_agg(q.used_max), array_agg(q.used_mean), array_agg(q.bind_max), array_agg(q.udp_max),
      array_agg(q.ceiling_max), array_agg(q.closes_tenths), array_agg(q.failures), array_agg(q.severity)
    FROM (SELECT * FROM berth.%1$I h WHERE h.from_ms >= $1 AND h.from_ms < $1 + $2 * $3 ORDER BY h.organization_id, h.host_id, h.from_ms) q
    GROUP BY q.organization_id, q.host_id
    ON CONFLICT (organization_id, host_id, from_ms) DO UPDATE SET slots = excluded.slots, samples = excluded.samples, used_max = excluded.used_max,
      used_mean = excluded.used_mean, bind_max = excluded.bind_max, udp_max = excluded.udp_max, ceiling_max = excluded.ceiling_max,
      closes_tenths = excluded.closes_tenths, failures = excluded.failures, severity = excluded.severity
  $q$, p_source, p_target) USING p_from_ms, p_slot_ms, p_slots;
  GET DIAGNOSTICS v_written = ROW_COUNT;
  RETURN v_written;
END $$;
--> statement-breakpoint
-- Any worker may call it at any time: one does the work, the others find it being done. Closes what is over by now, at most
-- p_buckets of it, and makes those again that something came late for. Returns how many buckets were made; null: another worker is at it.
CREATE FUNCTION berth.roll_up(p_now_ms bigint, p_buckets int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_bucket constant bigint := 300000;
  c_hour constant bigint := 3600000;
  c_grace constant bigint := 60000;
  v_until_ms bigint;
  v_limit_ms constant bigint := (p_now_ms - c_grace) / c_bucket * c_bucket;
  v_made int := 0;
  v_due record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7731002) THEN RETURN NULL; END IF;
  INSERT INTO berth.rollup_watermark (name, until_ms) VALUES ('5m', 0), ('1h', 0) ON CONFLICT DO NOTHING;
  SELECT w.until_ms INTO v_until_ms FROM berth.rollup_watermark w WHERE w.name = '5m' FOR UPDATE;
  -- A new database, and one that rested, has nothing to close until its next sample.
  IF v_until_ms < v_limit_ms - p_buckets * c_bucket THEN
    SELECT least(v_limit_ms, greatest(v_until_ms, coalesce(min(s.captured_at_ms) / c_bucket * c_bucket, v_limit_ms))) INTO v_until_ms
    FROM berth.snapshot s WHERE s.captured_at_ms >= v_until_ms;
  END IF;
  PERFORM berth.ensure_partitions(v_until_ms);
  PERFORM berth.ensure_partitions(v_limit_ms);
  WHILE v_until_ms < v_limit_ms AND v_made < p_buckets LOOP
    PERFORM berth.roll_up_bucket(v_until_ms);
    v_until_ms := v_until_ms + c_bucket;
    v_made := v_made + 1;
  END LOOP;
  UPDATE berth.rollup_watermark SET until_ms = v_until_ms WHERE name = '5m';
  FOR v_due IN
    WITH taken AS (DELETE FROM berth.rollup_dirty d WHERE d.from_ms < v_until_ms RETURNING d.organization_id, d.from_ms)
    SELECT DISTINCT t.organization_id, t.from_ms FROM taken t ORDER BY t.from_ms, t.organization_id
  LOOP
    PERFORM berth.roll_up_bucket(v_due.from_ms, v_due.organization_id);
    v_made := v_made + 1;
  END LOOP;
  FOR v_due IN
    WITH taken AS (
      DELETE FROM berth.rollup_due d WHERE d.kind = 'hour' AND d.from_ms + c_hour <= v_until_ms RETURNING d.organization_id, d.from_ms
    )
    SELECT t.organization_id, t.from_ms FROM taken t ORDER BY t.from_ms, t.organization_id
  LOOP
    PERFORM berth.roll_up_hour(v_due.from_ms, v_due.organization_id);
  END LOOP;
  UPDATE berth.rollup_watermark SET until_ms = v_until_ms / c_hour * c_hour WHERE name = '1h';
  RETURN v_made;
END $$;
--> statement-breakpoint
-- Packs days and weeks 25 hours after their end, when nothing can come late any more, lets go of what is older than its
-- organization keeps it, and makes partitions ahead. Null: another worker is at it.
CREATE FUNCTION berth.tend(p_now_ms bigint) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_hour constant bigint := 3600000;
  c_day constant bigint := 24 * c_hour;
  c_week constant bigint := 7 * c_day;
  c_monday constant bigint := 4 * c_day;
  c_destination_days constant int := 8;
  v_hour_ms bigint;
  v_day_ms bigint;
  v_week_ms bigint;
  v_packed int := 0;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7731003) THEN RETURN NULL; END IF;
  PERFORM berth.ensure_partitions(p_now_ms);
  SELECT w.until_ms INTO v_hour_ms FROM berth.rollup_watermark w WHERE w.name = '1h';
  IF v_hour_ms > 0 THEN
    INSERT INTO berth.rollup_watermark (name, until_ms)
    VALUES ('day', v_hour_ms / c_day * c_day), ('week', (v_hour_ms - c_monday) / c_week * c_week + c_monday) ON CONFLICT DO NOTHING;
    SELECT w.until_ms INTO v_day_ms FROM berth.rollup_watermark w WHERE w.name = 'day' FOR UPDATE;
    SELECT w.until_ms INTO v_week_ms FROM berth.rollup_watermark w WHERE w.name = 'week' FOR UPDATE;
    WHILE v_day_ms + c_day + 25 * c_hour <= least(v_hour_ms + 25 * c_hour, p_now_ms) LOOP
      v_packed := v_packed + berth.pack_hosts('host_5m', 'host_day', v_day_ms, 300000, 288);
      v_day_ms := v_day_ms + c_day;
    END LOOP;
    WHILE v_week_ms + c_week + 25 * c_hour <= least(v_hour_ms + 25 * c_hour, p_now_ms) LOOP
      v_packed := v_packed + berth.pack_hosts('host_1h', 'host_week', v_week_ms, c_hour, 168);
      v_week_ms := v_week_ms + c_week;
    END LOOP;
    UPDATE berth.rollup_watermark SET until_ms = v_day_ms WHERE name = 'day';
    UPDATE berth.rollup_watermark SET until_ms = v_week_ms WHERE name = 'week';
    PERFORM berth.drop_partitions('host_5m', v_day_ms);
    PERFORM berth.drop_partitions('host_1h', v_week_ms);
  END IF;
  PERFORM berth.drop_partitions('snapshot', p_now_ms - 48 * c_hour);
  DELETE FROM berth.snapshot s USING berth.organization o
  WHERE o.raw_hours < 48 AND s.organization_id = o.id AND s.captured_at_ms < p_now_ms - o.raw_hours * c_hour;
  DELETE FROM berth.host_day h USING berth.organization o WHERE h.organization_id = o.id AND h.from_ms < p_now_ms - (o.five_minute_days + 1) * c_day;
  DELETE FROM berth.fleet_5m f USING berth.organization o WHERE f.organization_id = o.id AND f.from_ms < p_now_ms - o.five_minute_days * c_day;
  DELETE FROM berth.host_week h USING berth.organization o WHERE h.organization_id = o.id AND h.from_ms < p_now_ms - (o.hourly_days + 7) * c_day;
  DELETE FROM berth.fleet_1h f USING berth.organization o WHERE f.organization_id = o.id AND f.from_ms < p_now_ms - o.hourly_days * c_day;
  DELETE FROM berth.destination_5m d WHERE d.from_ms < p_now_ms - c_destination_days * c_day;
  -- The last change before the period goes on counting in it.
  DELETE FROM berth.verdict_change v USING berth.organization o
  WHERE v.organization_id = o.id AND v.since_ms < p_now_ms - o.hourly_days * c_day AND EXISTS (
    SELECT FROM berth.verdict_change n WHERE n.organization_id = v.organization_id AND n.host_id = v.host_id
      AND n.since_ms > v.since_ms AND n.since_ms < p_now_ms - o.hourly_days * c_day);
  DELETE FROM berth.host_setup s USING berth.organization o
  WHERE s.organization_id = o.id AND s.since_ms < p_now_ms - o.five_minute_days * c_day AND EXISTS (
    SELECT FROM berth.host_setup n WHERE n.organization_id = s.organization_id AND n.host_id = s.host_id
      AND n.since_ms > s.since_ms AND n.since_ms < p_now_ms - o.five_minute_days * c_day);
  RETURN v_packed;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.roll_up_hosts, berth.roll_up_fleet, berth.roll_up_bucket, berth.roll_up_hour, berth.pack_hosts, berth.roll_up, berth.tend FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.roll_up_hosts, berth.roll_up_fleet, berth.roll_up_bucket, berth.roll_up_hour, berth.pack_hosts, berth.roll_up, berth.tend TO berth_jobs;
