-- As in the version before, but what was rolled up before the first call is packed as well before it is let go of.
CREATE OR REPLACE FUNCTION berth.tend(p_now_ms bigint) RETURNS int
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
    SELECT w.until_ms INTO v_day_ms FROM berth.rollup_watermark w WHERE w.name = 'day' FOR UPDATE;
    SELECT w.until_ms INTO v_week_ms FROM berth.rollup_watermark w WHERE w.name = 'week' FOR UPDATE;
    -- The first time: from the first bucket there is, or from the oldest for which something can still come.
    IF v_day_ms IS NULL OR v_week_ms IS NULL THEN
      SELECT least(v_hour_ms - c_day, min(h.from_ms)) / c_day * c_day INTO v_day_ms FROM berth.host_5m h;
      SELECT (least(v_hour_ms - c_day, min(h.from_ms)) - c_monday) / c_week * c_week + c_monday INTO v_week_ms FROM berth.host_1h h;
      INSERT INTO berth.rollup_watermark (name, until_ms) VALUES ('day', v_day_ms), ('week', v_week_ms) ON CONFLICT DO NOTHING;
    END IF;
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
