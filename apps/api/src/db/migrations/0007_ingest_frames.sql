-- The groups that a host's labels put it into, made as they are first seen.
CREATE FUNCTION berth.group_host(p_organization int, p_host int, p_labels jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO berth.label_group (organization_id, label, value)
  SELECT p_organization, l.key, l.value FROM jsonb_each_text(p_labels) l ON CONFLICT DO NOTHING;
  DELETE FROM berth.host_group g WHERE g.organization_id = p_organization AND g.host_id = p_host;
  INSERT INTO berth.host_group (organization_id, host_id, group_id)
  SELECT p_organization, p_host, g.id FROM jsonb_each_text(p_labels) l
  JOIN berth.label_group g ON g.organization_id = p_organization AND g.label = l.key AND g.value = l.value;
$$;
--> statement-breakpoint
-- The owner itself sees every host only while the policies do not bind it.
ALTER TABLE berth.host NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE v_host record;
BEGIN
  FOR v_host IN SELECT organization_id, id, labels FROM berth.host LOOP
    PERFORM set_config('app.organization_id', v_host.organization_id::text, true);
    PERFORM berth.group_host(v_host.organization_id, v_host.id, v_host.labels);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE berth.host FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP FUNCTION berth.enrol;
--> statement-breakpoint
CREATE FUNCTION berth.enrol(
  p_token_hash text, p_now_ms bigint, p_public_id text, p_credential_hash text, p_hostname text, p_agent_version text, p_labels jsonb
) RETURNS TABLE (settings_version int, sample_seconds int, frame_samples int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_organization int;
  v_host berth.host%ROWTYPE;
BEGIN
  PERFORM set_config('app.secret_hash', p_token_hash, true);
  SELECT t.organization_id INTO v_organization FROM berth.enrolment_token t WHERE t.secret_hash = decode(p_token_hash, 'hex');
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_organization::text, true);

  UPDATE berth.enrolment_token t SET uses_left = t.uses_left - 1
  WHERE t.organization_id = v_organization AND t.secret_hash = decode(p_token_hash, 'hex') AND t.uses_left > 0 AND t.expires_at_ms > p_now_ms;
  IF NOT FOUND THEN RETURN; END IF;

  INSERT INTO berth.host AS h (organization_id, public_id, hostname, agent_version, labels, enrolled_at_ms)
  VALUES (v_organization, p_public_id, p_hostname, p_agent_version, p_labels, p_now_ms)
  ON CONFLICT (organization_id, public_id) DO UPDATE
    SET hostname = excluded.hostname, agent_version = excluded.agent_version, labels = excluded.labels
  RETURNING h.* INTO v_host;
  PERFORM berth.group_host(v_organization, v_host.id, p_labels);

  -- A machine that enrols again has lost its credential, so nobody else should go on using it.
  UPDATE berth.host_credential c SET revoked_at_ms = p_now_ms
  WHERE c.organization_id = v_organization AND c.host_id = v_host.id AND c.revoked_at_ms IS NULL;
  INSERT INTO berth.host_credential (organization_id, host_id, secret_hash, created_at_ms)
  VALUES (v_organization, v_host.id, decode(p_credential_hash, 'hex'), p_now_ms);
  INSERT INTO berth.host_current (organization_id, host_id) VALUES (v_organization, v_host.id) ON CONFLICT DO NOTHING;

  RETURN QUERY SELECT v_host.settings_version, v_host.sample_seconds, v_host.frame_samples;
END $$;
--> statement-breakpoint
-- The setup that a host named, as it was stored; no row where the credential or the name is unknown.
CREATE FUNCTION berth.find_setup(p_credential_hash text, p_hash text) RETURNS TABLE (body text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_credential berth.host_credential%ROWTYPE;
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hash, true);
  SELECT c.* INTO v_credential FROM berth.host_credential c
  WHERE c.secret_hash = decode(p_credential_hash, 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_credential.organization_id::text, true);
  RETURN QUERY
    SELECT encode(s.body, 'base64') FROM berth.host_setup s
    WHERE s.organization_id = v_credential.organization_id AND s.host_id = v_credential.host_id AND s.hash = p_hash
    ORDER BY s.since_ms DESC LIMIT 1;
END $$;
--> statement-breakpoint
-- Keeps which setup a host had from when on. False: one was named that nobody has told us, so that it must be sent.
CREATE FUNCTION berth.keep_setups(p_organization int, p_host int, p_setups jsonb) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_setup record;
  v_body bytea;
  v_are_known boolean := true;
BEGIN
  FOR v_setup IN SELECT * FROM jsonb_to_recordset(p_setups) AS i (hash text, "sinceMs" bigint, body text) ORDER BY i."sinceMs" LOOP
    CONTINUE WHEN v_setup.hash = (
      SELECT s.hash FROM berth.host_setup s
      WHERE s.organization_id = p_organization AND s.host_id = p_host AND s.since_ms <= v_setup."sinceMs"
      ORDER BY s.since_ms DESC LIMIT 1);
    v_body := decode(v_setup.body, 'base64');
    IF v_body IS NULL THEN
      SELECT s.body INTO v_body FROM berth.host_setup s
      WHERE s.organization_id = p_organization AND s.host_id = p_host AND s.hash = v_setup.hash ORDER BY s.since_ms DESC LIMIT 1;
    END IF;
    IF v_body IS NULL THEN v_are_known := false;
    ELSE
      INSERT INTO berth.host_setup (organization_id, host_id, since_ms, hash, body)
      VALUES (p_organization, p_host, v_setup."sinceMs", v_setup.hash, v_body) ON CONFLICT DO NOTHING;
    END IF;
  END LOOP;
  RETURN v_are_known;
END $$;
--> statement-breakpoint
-- Takes the samples of one request of one host in one round trip: authenticates, stores what is new, moves the host's current
-- row forward, marks rollups that are made already, and answers what the judgement that follows needs. No row back: the
-- credential is not (or no longer) a host's.
-- p_samples: [{ capturedAtMs, figures … }]; p_body, p_earlier: the newest of them and the others, packed, as base64;
-- p_setups: [{ hash, sinceMs, body? }], one for each change within the request.
CREATE FUNCTION berth.ingest(
  p_credential_hash text, p_now_ms bigint, p_samples jsonb, p_body text, p_earlier text, p_earlier_from_ms bigint, p_tightest text, p_setups jsonb
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
  v_credential berth.host_credential%ROWTYPE;
  v_host record;
  v_closed_ms bigint;
  v_new bigint[];
  v_newest_ms bigint;
  v_asked_ms bigint;
  v_is_newest boolean;
  v_are_setups_known boolean := true;
  v_setup_hash text := p_setups -> -1 ->> 'hash';
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hash, true);
  SELECT c.* INTO v_credential FROM berth.host_credential c
  WHERE c.secret_hash = decode(p_credential_hash, 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_credential.organization_id::text, true);

  -- Pushes of one host take turns here.
  SELECT h.organization_id, h.id, h.public_id, h.settings_version, h.sample_seconds, h.frame_samples, o.policy_version, o.policy,
    c.captured_at_ms, c.setup_hash, c.watched_until_ms, c.judged_captured_at_ms, c.judgement
  INTO v_host
  FROM berth.host h
  JOIN berth.organization o ON o.id = h.organization_id
  JOIN berth.host_current c ON c.organization_id = h.organization_id AND c.host_id = h.id
  WHERE h.organization_id = v_credential.organization_id AND h.id = v_credential.host_id FOR UPDATE OF c;

  SELECT array_agg(i.at_ms), max(i.at_ms), max(i.asked_ms) INTO v_new, v_newest_ms, v_asked_ms
  FROM (
    SELECT DISTINCT (e ->> 'capturedAtMs')::bigint AS at_ms, max((e ->> 'capturedAtMs')::bigint) OVER () AS asked_ms
    FROM jsonb_array_elements(p_samples) e
  ) i
  WHERE NOT EXISTS (
    SELECT FROM berth.snapshot s
    WHERE s.organization_id = v_host.organization_id AND s.host_id = v_host.id AND s.captured_at_ms = i.at_ms
  );
  v_is_newest := v_newest_ms > coalesce(v_host.captured_at_ms, 0);

  IF v_new IS NOT NULL THEN
    IF v_setup_hash IS DISTINCT FROM v_host.setup_hash OR jsonb_array_length(p_setups) > 1 THEN
      v_are_setups_known := berth.keep_setups(v_host.organization_id, v_host.id, p_setups);
    END IF;
    SELECT w.until_ms INTO v_closed_ms FROM berth.rollup_watermark w WHERE w.name = '5m';
    WITH stored AS (
      INSERT INTO berth.snapshot (
        organization_id, host_id, captured_at_ms, used_permille, bind_permille, udp_permille, ceiling_permille, closes_tenths, failures,
        tightest_address, tightest_port, body, earlier, earlier_from_ms
      )
      SELECT DISTINCT ON (i."capturedAtMs") v_host.organization_id, v_host.id, i."capturedAtMs", i."usedPermille", i."bindPermille",
        i."udpPermille", i."ceilingPermille", i."closesTenths", i.failures, i."tightestAddress", i."tightestPort",
        CASE WHEN i."capturedAtMs" = v_newest_ms THEN decode(p_body, 'base64') END,
        CASE WHEN i."capturedAtMs" = v_newest_ms THEN decode(p_earlier, 'base64') END,
        CASE WHEN i."capturedAtMs" = v_newest_ms THEN p_earlier_from_ms END
      FROM jsonb_to_recordset(p_samples) AS i (
        "capturedAtMs" bigint, "usedPermille" smallint, "bindPermille" smallint, "udpPermille" smallint, "ceilingPermille" int,
        "closesTenths" int, failures int, "tightestAddress" text, "tightestPort" int
      )
      WHERE i."capturedAtMs" = ANY (v_new)
      RETURNING captured_at_ms
    )
    INSERT INTO berth.rollup_dirty (organization_id, from_ms)
    -- What follows within a minute is counted from here, in the next bucket, too.
    SELECT DISTINCT v_host.organization_id, b.from_ms FROM stored
    CROSS JOIN LATERAL (VALUES (captured_at_ms / c_bucket * c_bucket), ((captured_at_ms + c_lookback) / c_bucket * c_bucket)) b (from_ms)
    WHERE b.from_ms < greatest(p_now_ms - c_late, v_closed_ms);

    IF v_is_newest THEN
      UPDATE berth.host_current c SET
        captured_at_ms = v_newest_ms, received_at_ms = p_now_ms, tightest = p_tightest,
        used_permille = (SELECT (e ->> 'usedPermille')::smallint FROM jsonb_array_elements(p_samples) e WHERE (e ->> 'capturedAtMs')::bigint = v_newest_ms LIMIT 1),
        setup_hash = CASE WHEN v_are_setups_known THEN v_setup_hash END
      WHERE c.organization_id = v_host.organization_id AND c.host_id = v_host.id;
    END IF;
  END IF;

  RETURN QUERY SELECT
    coalesce(array_to_json(v_new)::text, '[]'), coalesce(v_is_newest AND v_newest_ms = v_asked_ms, false), NOT v_are_setups_known,
    v_host.watched_until_ms > p_now_ms, v_host.organization_id, v_host.id, v_host.public_id, v_host.settings_version, v_host.sample_seconds,
    v_host.frame_samples, v_host.policy_version, v_host.policy, v_host.judged_captured_at_ms, encode(v_host.judgement, 'base64');
END $$;
--> statement-breakpoint
-- Policies of the watermark: the jobs move it, and who stores a sample looks at it.
CREATE POLICY look ON berth.rollup_watermark FOR SELECT TO public USING (true);
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.group_host, berth.enrol, berth.find_setup, berth.keep_setups, berth.ingest FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.enrol, berth.find_setup, berth.ingest TO berth_app;
