ALTER POLICY "holder" ON "berth"."enrolment_token" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."host_credential" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."session" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
ALTER POLICY "holder" ON "berth"."sign_in_token" TO public USING (secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[]));--> statement-breakpoint
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
  -- A bucket is closed 60 s after its end, and no statement runs for 30 s: what is not in it by then is marked.
  c_late constant bigint := 330000;
  c_lookback constant bigint := 60000;
  v_organization int;
  v_frame record;
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hashes, true);
  SELECT c.organization_id INTO v_organization FROM berth.host_credential c
  WHERE c.secret_hash = decode(split_part(p_credential_hashes, ',', 1), 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_organization::text, true);

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
      JOIN frame f ON f.host_id = s.host_id
      CROSS JOIN LATERAL (VALUES (s.captured_at_ms / c_bucket * c_bucket), ((s.captured_at_ms + c_lookback) / c_bucket * c_bucket)) b (from_ms)
      WHERE b.from_ms < greatest(f."nowMs" - c_late, (SELECT w.until_ms FROM berth.rollup_watermark w WHERE w.name = '5m'))
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
-- sinceMs?, warnChecks?, failChecks?, lateMs? }], the judgement packed, as base64; sinceMs where the verdict became another, and lateMs
-- where a bucket that may be made already has to be made again for it.
CREATE FUNCTION berth.keep_judgements(p_organization int, p_rows json) RETURNS SETOF int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT * FROM json_to_recordset(p_rows) AS i (
      "hostId" int, "capturedAtMs" bigint, "judgedAtMs" bigint, severity smallint, verdict text, judgement text,
      "sinceMs" bigint, "warnChecks" smallint[], "failChecks" smallint[], "lateMs" bigint
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
    SELECT p_organization, f."lateMs" FROM kept k JOIN found f ON f."hostId" = k.host_id WHERE f."lateMs" IS NOT NULL
  )
  SELECT k.host_id FROM kept k;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.keep_judgements FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.keep_judgements TO berth_app;
