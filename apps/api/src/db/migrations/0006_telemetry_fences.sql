-- What 0002 did for the tables of its time, for those that came since.
ALTER TABLE berth.rollup_watermark ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE fenced record;
BEGIN
  FOR fenced IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'berth'::regnamespace AND c.relkind IN ('r', 'p') LOOP
    EXECUTE format('ALTER TABLE berth.%I FORCE ROW LEVEL SECURITY', fenced.relname);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA berth TO berth_app;
--> statement-breakpoint
REVOKE SELECT ON berth.rollup_watermark FROM berth_app;
--> statement-breakpoint
GRANT UPDATE (judged_captured_at_ms, judged_at_ms, severity, verdict, judgement, watched_until_ms) ON berth.host_current TO berth_app;
--> statement-breakpoint
GRANT INSERT ON berth.verdict_change, berth.rollup_dirty TO berth_app;
--> statement-breakpoint
GRANT INSERT, DELETE ON berth.destination_5m TO berth_app;
--> statement-breakpoint
GRANT DELETE ON berth.rollup_due TO berth_app;
--> statement-breakpoint
-- The jobs' role: figures, ids and times of every organization; still no body, no label, no name.
GRANT SELECT (organization_id, host_id, captured_at_ms, judged_captured_at_ms) ON berth.host_current TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.host_current FOR SELECT TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, host_id, captured_at_ms, used_permille, bind_permille, udp_permille, ceiling_permille, closes_tenths, failures),
  DELETE ON berth.snapshot TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.snapshot FOR ALL TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT (raw_hours, five_minute_days, hourly_days) ON berth.organization TO berth_jobs;
--> statement-breakpoint
GRANT SELECT (organization_id, id, enrolled_at_ms) ON berth.host TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.host FOR SELECT TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON berth.host_5m, berth.host_1h, berth.host_day, berth.host_week, berth.fleet_5m, berth.fleet_1h,
  berth.rollup_watermark, berth.rollup_dirty, berth.rollup_due TO berth_jobs;
--> statement-breakpoint
GRANT SELECT, DELETE ON berth.verdict_change TO berth_jobs;
--> statement-breakpoint
GRANT SELECT ON berth.host_group TO berth_jobs;
--> statement-breakpoint
GRANT SELECT (organization_id, from_ms), DELETE ON berth.destination_5m TO berth_jobs;
--> statement-breakpoint
GRANT SELECT (organization_id, host_id, since_ms), DELETE ON berth.host_setup TO berth_jobs;
--> statement-breakpoint
DO $$
DECLARE named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['host_5m', 'host_1h', 'host_day', 'host_week', 'fleet_5m', 'fleet_1h', 'rollup_watermark', 'rollup_dirty',
    'rollup_due', 'verdict_change', 'host_group', 'destination_5m', 'host_setup'] LOOP
    EXECUTE format('CREATE POLICY jobs ON berth.%I FOR ALL TO berth_jobs USING (true) WITH CHECK (true)', named);
  END LOOP;
END $$;
--> statement-breakpoint
-- Partitions are reached through their parent, whose policies apply; by their own name they show nothing to anyone.
CREATE FUNCTION berth.create_partition(p_parent text, p_from_ms bigint, p_length_ms bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_name text := p_parent || '_' || to_char(to_timestamp(p_from_ms / 1000) AT TIME ZONE 'UTC', 'YYYYMMDDHH24');
BEGIN
  IF to_regclass(format('berth.%I', v_name)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE berth.%I PARTITION OF berth.%I FOR VALUES FROM (%s) TO (%s)', v_name, p_parent, p_from_ms, p_from_ms + p_length_ms);
  EXECUTE format('ALTER TABLE berth.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_name);
END $$;
--> statement-breakpoint
-- Those for a moment, a day and a half before it and after it: raw by six hours, five minutes by days, hours by weeks from Monday.
CREATE FUNCTION berth.ensure_partitions(p_now_ms bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_hour constant bigint := 3600000;
  v_low constant bigint := p_now_ms - 36 * c_hour;
  v_high constant bigint := p_now_ms + 36 * c_hour;
  c_monday constant bigint := 4 * 24 * c_hour;
  v_at bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7731001);
  FOR v_at IN SELECT generate_series(v_low / (6 * c_hour), v_high / (6 * c_hour)) LOOP
    PERFORM berth.create_partition('snapshot', v_at * 6 * c_hour, 6 * c_hour);
  END LOOP;
  FOR v_at IN SELECT generate_series(v_low / (24 * c_hour), v_high / (24 * c_hour)) LOOP
    PERFORM berth.create_partition('host_5m', v_at * 24 * c_hour, 24 * c_hour);
  END LOOP;
  FOR v_at IN SELECT generate_series((v_low - c_monday) / (168 * c_hour), (v_high - c_monday) / (168 * c_hour)) LOOP
    PERFORM berth.create_partition('host_1h', v_at * 168 * c_hour + c_monday, 168 * c_hour);
  END LOOP;
END $$;
--> statement-breakpoint
-- Drops what ended by then, and returns how many partitions that were. A reader that takes long must not queue others behind us.
CREATE FUNCTION berth.drop_partitions(p_parent text, p_until_ms bigint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_child record;
  v_dropped int := 0;
BEGIN
  IF p_parent NOT IN ('snapshot', 'host_5m', 'host_1h') THEN RAISE EXCEPTION 'no such parent: %', p_parent; END IF;
  SET LOCAL lock_timeout = '2s';
  FOR v_child IN
    SELECT c.relname, substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''?(\d+)')::bigint AS until_ms
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('berth.%I', p_parent)::regclass
  LOOP
    IF v_child.until_ms <= p_until_ms THEN
      EXECUTE format('DROP TABLE berth.%I', v_child.relname);
      v_dropped := v_dropped + 1;
    END IF;
  END LOOP;
  RETURN v_dropped;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.create_partition, berth.ensure_partitions, berth.drop_partitions FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.ensure_partitions TO berth_jobs, berth_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.drop_partitions TO berth_jobs;
--> statement-breakpoint
SELECT berth.ensure_partitions((extract(epoch FROM clock_timestamp()) * 1000)::bigint);
