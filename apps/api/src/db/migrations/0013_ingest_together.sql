ALTER POLICY "holder" ON "berth"."enrolment_token" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."host_credential" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."session" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."sign_in_token" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
-- Buckets are closed in two steps. First it is said which: who stores something holds the lock together with others, so that by
-- the time it is had alone, all that was stored without knowing is there to be seen. Then they are made, in a transaction of its own.
-- No clock is trusted for that.
CREATE FUNCTION berth.close_buckets(p_now_ms bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_bucket constant bigint := 300000;
  c_grace constant bigint := 60000;
  v_until_ms constant bigint := (p_now_ms - c_grace) / c_bucket * c_bucket;
BEGIN
  IF EXISTS (SELECT FROM berth.rollup_watermark w WHERE w.name = 'closing' AND w.until_ms >= v_until_ms) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(7731003);
  INSERT INTO berth.rollup_watermark AS w (name, until_ms) VALUES ('closing', v_until_ms)
  ON CONFLICT (name) DO UPDATE SET until_ms = greatest(w.until_ms, excluded.until_ms);
END $$;
--> statement-breakpoint
-- What belongs to a bucket before that moment has to mark it. Held to the transaction's end: nothing is closed meanwhile.
CREATE FUNCTION berth.closing_ms() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7731003);
  RETURN (SELECT coalesce(max(w.until_ms), 0) FROM berth.rollup_watermark w WHERE w.name IN ('closing', '5m'));
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.close_buckets, berth.closing_ms FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.close_buckets TO berth_jobs;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.closing_ms TO berth_app;
--> statement-breakpoint
-- As before, of the buckets that are said to be closed.
CREATE OR REPLACE FUNCTION berth.roll_up(p_now_ms bigint, p_buckets int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_bucket constant bigint := 300000;
  c_hour constant bigint := 3600000;
  c_grace constant bigint := 60000;
  v_until_ms bigint;
  v_limit_ms constant bigint := least((p_now_ms - c_grace) / c_bucket * c_bucket,
    coalesce((SELECT w.until_ms FROM berth.rollup_watermark w WHERE w.name = 'closing'), 0));
  v_made int := 0;
  v_due record;
  v_day bigint;
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
  PERFORM berth.ensure_partitions(p_now_ms);
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
    IF v_day IS DISTINCT FROM v_due.from_ms / (24 * c_hour) THEN PERFORM berth.ensure_partitions(v_due.from_ms); END IF;
    v_day := v_due.from_ms / (24 * c_hour);
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
DROP FUNCTION berth.ingest;
--> statement-breakpoint
-- Takes what several hosts of one organization send at the same time, one frame each, in one round trip: authenticates, stores
-- what is new, moves the hosts' current rows forward, marks rollups that are made already, and answers what the judgement
-- that follows needs. A frame is left without a row: its credential is not (or no longer) a host's of the first frame's
-- organization. No two frames may be of one host.
-- p_credential_hashes: one a frame, with commas. p_frames: [{ at, nowMs, newestMs, used, tightest, body, earlier?, earlierFromMs?,
-- judgedMs?, setupHash, setups: [{ hash, sinceMs, body?, settings?, labels? }] }], `at` from 1, bodies packed, as base64; body, used and
-- tightest are the newest sample's, earlier are the others; the judgement of judgedMs is known to who asks; one of setups for
-- each change within the frame. p_samples: [{ at, ms, figures … }].
CREATE FUNCTION berth.ingest(p_credential_hashes text, p_frames json, p_samples json) RETURNS TABLE (
  at int, stored_ms text, is_newest boolean, needs_setup boolean, is_watched boolean, organization_id int, host_id int, host_public_id text,
  settings_version int, sample_seconds int, frame_samples int, policy_version int, policy jsonb, judged_captured_at_ms bigint, judgement text, pushes int
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  c_bucket constant bigint := 300000;
  c_lookback constant bigint := 60000;
  v_closing_ms bigint;
  v_organization int;
  v_frame record;
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hashes, true);
  SELECT c.organization_id INTO v_organization FROM berth.host_credential c
  WHERE c.secret_hash = decode(split_part(p_credential_hashes, ',', 1), 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_organization::text, true);

  v_closing_ms := berth.closing_ms();
  FOR v_frame IN
    WITH presented AS (
      SELECT p.at, decode(p.hash, 'hex') AS hash FROM unnest(string_to_array(p_credential_hashes, ',')) WITH ORDINALITY p (hash, at)
    ), frame AS MATERIALIZED (
      SELECT f.*, c.host_id
      -- A limit of unknown size makes the planner expect few rows, as they are: it looks them up rather than reading tables.
      FROM (SELECT * FROM json_to_recordset(p_frames) AS i (
        at int, "nowMs" bigint, "newestMs" bigint, used smallint, tightest text, body text, earlier text, "earlierFromMs" bigint,
        "judgedMs" bigint, "setupHash" text, setups json
      ) LIMIT json_array_length(p_frames)) f
      JOIN presented p ON p.at = f.at
      JOIN berth.host_credential c ON c.secret_hash = p.hash AND c.revoked_at_ms IS NULL AND c.organization_id = v_organization
    ), stored AS (
      INSERT INTO berth.snapshot (
        organization_id, host_id, captured_at_ms, used_permille, bind_permille, udp_permille, ceiling_permille, closes_tenths, failures,
        tightest_address, tightest_port, body, earlier, earlier_from_ms
      )
      SELECT v_organization, f.host_id, s.ms, s."usedPermille", s."bindPermille", s."udpPermille", s."ceilingPermille", s."closesTenths", s.failures,
        s."tightestAddress", s."tightestPort", n.body, n.earlier, n.from_ms
      FROM json_to_recordset(p_samples) AS s (
        at int, ms bigint, "usedPermille" smallint, "bindPermille" smallint, "udpPermille" smallint, "ceilingPermille" int,
        "closesTenths" int, failures int, "tightestAddress" text, "tightestPort" int
      )
      JOIN frame f ON f.at = s.at
      LEFT JOIN LATERAL (SELECT decode(f.body, 'base64') AS body, decode(f.earlier, 'base64') AS earlier, f."earlierFromMs" AS from_ms) n
        ON s.ms = f."newestMs"
      ON CONFLICT DO NOTHING
      RETURNING host_id, captured_at_ms
    ), late AS (
      INSERT INTO berth.rollup_dirty (organization_id, from_ms)
      -- What follows within a minute is counted from here, in the next bucket, too.
      SELECT DISTINCT v_organization, b.from_ms FROM stored s
      CROSS JOIN LATERAL (VALUES (s.captured_at_ms / c_bucket * c_bucket), ((s.captured_at_ms + c_lookback) / c_bucket * c_bucket)) b (from_ms)
      WHERE b.from_ms < v_closing_ms
    ), news AS (
      SELECT s.host_id, max(s.captured_at_ms) AS last_ms, json_agg(s.captured_at_ms)::text AS stamps FROM stored s GROUP BY s.host_id
    ), moved AS (
      -- Pushes of one host take turns here.
      UPDATE berth.host_current c SET captured_at_ms = f."newestMs", received_at_ms = f."nowMs", used_permille = f.used, tightest = f.tightest,
        setup_hash = f."setupHash", sample_seconds = h.sample_seconds, frame_samples = h.frame_samples, pushes = c.pushes + 1
      FROM frame f
      JOIN news n ON n.host_id = f.host_id
      JOIN berth.host h ON h.organization_id = v_organization AND h.id = f.host_id
      WHERE c.organization_id = v_organization AND c.host_id = f.host_id AND n.last_ms = f."newestMs" AND coalesce(c.captured_at_ms, 0) < f."newestMs"
      RETURNING c.host_id, c.pushes
    )
    SELECT f.at, f.host_id, f."newestMs", f.body, f.earlier, f."earlierFromMs", f."setupHash", f.setups, n.last_ms, n.stamps,
      m.host_id IS NOT NULL AS is_newest, coalesce(m.pushes, c.pushes) AS pushes, c.setup_hash, c.watched_until_ms > f."nowMs" AS is_watched, c.judged_captured_at_ms,
      h.public_id, h.settings_version, h.sample_seconds, h.frame_samples, o.policy_version, o.policy,
      CASE WHEN c.judged_captured_at_ms IS DISTINCT FROM f."judgedMs" THEN encode(j.judgement, 'base64') END AS judgement
    FROM frame f
    JOIN berth.host_current c ON c.organization_id = v_organization AND c.host_id = f.host_id
    JOIN berth.host h ON h.organization_id = v_organization AND h.id = f.host_id
    JOIN berth.organization o ON o.id = v_organization
    LEFT JOIN berth.host_judgement j ON j.organization_id = v_organization AND j.host_id = f.host_id
    LEFT JOIN news n ON n.host_id = f.host_id
    LEFT JOIN moved m ON m.host_id = f.host_id
  LOOP
    needs_setup := false;
    IF v_frame."setupHash" IS DISTINCT FROM v_frame.setup_hash OR json_array_length(v_frame.setups) > 1 THEN
      PERFORM FROM berth.host_current c WHERE c.organization_id = v_organization AND c.host_id = v_frame.host_id FOR UPDATE;
      IF NOT berth.keep_setups(v_organization, v_frame.host_id, v_frame.setups::jsonb) THEN
        needs_setup := true;
        UPDATE berth.host_current c SET setup_hash = NULL
        WHERE v_frame.is_newest AND c.organization_id = v_organization AND c.host_id = v_frame.host_id AND c.captured_at_ms = v_frame."newestMs";
      END IF;
    END IF;
    -- The newest was there before and something older was not: its bodies go where they can.
    IF v_frame.last_ms <> v_frame."newestMs" THEN
      UPDATE berth.snapshot s SET body = decode(v_frame.body, 'base64'), earlier = decode(v_frame.earlier, 'base64'), earlier_from_ms = v_frame."earlierFromMs"
      WHERE s.organization_id = v_organization AND s.host_id = v_frame.host_id AND s.captured_at_ms = v_frame.last_ms;
    END IF;
    -- Who remembers what it has seen of a host tells by this count that it has seen all.
    IF v_frame.last_ms IS NOT NULL AND NOT v_frame.is_newest THEN
      UPDATE berth.host_current c SET pushes = c.pushes + 1 WHERE c.organization_id = v_organization AND c.host_id = v_frame.host_id
      RETURNING c.pushes INTO v_frame.pushes;
    END IF;
    at := v_frame.at;
    stored_ms := coalesce(v_frame.stamps, '[]');
    is_newest := v_frame.is_newest;
    is_watched := v_frame.is_watched;
    organization_id := v_organization;
    host_id := v_frame.host_id;
    host_public_id := v_frame.public_id;
    settings_version := v_frame.settings_version;
    sample_seconds := v_frame.sample_seconds;
    frame_samples := v_frame.frame_samples;
    policy_version := v_frame.policy_version;
    policy := v_frame.policy;
    judged_captured_at_ms := v_frame.judged_captured_at_ms;
    judgement := v_frame.judgement;
    pushes := v_frame.pushes;
    RETURN NEXT;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.ingest FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.ingest TO berth_app;

--> statement-breakpoint
-- Keeps what was found of several hosts; the caller's own rights and organization apply. Answers with the hosts of which nothing
-- newer has arrived meanwhile: of the others nothing is kept. p_rows: [{ hostId, capturedAtMs, judgedAtMs, severity, verdict, judgement,
-- sinceMs?, warnChecks?, failChecks? }], the judgement packed, as base64; sinceMs where the verdict became another.
CREATE FUNCTION berth.keep_judgements(p_organization int, p_rows json) RETURNS SETOF int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c_bucket constant bigint := 300000;
  v_closing_ms constant bigint := berth.closing_ms();
BEGIN
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_rows) AS i (
      "hostId" int, "capturedAtMs" bigint, "judgedAtMs" bigint, severity smallint, verdict text, judgement text,
      "sinceMs" bigint, "warnChecks" smallint[], "failChecks" smallint[]
    ) LIMIT json_array_length(p_rows)
  ), kept AS (
    UPDATE berth.host_current c SET judged_captured_at_ms = f."capturedAtMs", judged_at_ms = f."judgedAtMs", severity = f.severity
    FROM found f WHERE c.organization_id = p_organization AND c.host_id = f."hostId" AND c.captured_at_ms = f."capturedAtMs"
    RETURNING c.host_id
  ), written AS (
    INSERT INTO berth.host_judgement (organization_id, host_id, verdict, judgement)
    SELECT p_organization, k.host_id, f.verdict, decode(f.judgement, 'base64') FROM kept k JOIN found f ON f."hostId" = k.host_id
    ON CONFLICT (organization_id, host_id) DO UPDATE SET verdict = excluded.verdict, judgement = excluded.judgement
  ), changed AS (
    INSERT INTO berth.verdict_change (organization_id, host_id, since_ms, severity, warn_checks, fail_checks)
    SELECT p_organization, k.host_id, f."sinceMs", f.severity, f."warnChecks", f."failChecks"
    FROM kept k JOIN found f ON f."hostId" = k.host_id WHERE f."sinceMs" IS NOT NULL
    ON CONFLICT DO NOTHING
  ), late AS (
    INSERT INTO berth.rollup_dirty (organization_id, from_ms)
    SELECT p_organization, f."sinceMs" / c_bucket * c_bucket FROM kept k JOIN found f ON f."hostId" = k.host_id
    WHERE f."sinceMs" / c_bucket * c_bucket < v_closing_ms
  )
  SELECT k.host_id FROM kept k;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.keep_judgements FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.keep_judgements TO berth_app;
