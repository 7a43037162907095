-- Takes one to sixty snapshots of one host in one round trip: authenticates, stores what is new, moves the host's current row
-- forward, and answers what the judgement that follows needs. No row back: the credential is not (or no longer) a host's.
-- Each element of p_snapshots: { capturedAtMs, figures of the tightest tuple and the pools, tightest, body }, in the order they came.
CREATE FUNCTION berth.ingest(p_credential_hash text, p_now_ms bigint, p_snapshots jsonb)
RETURNS TABLE (
  ordinal int, is_new boolean, is_newest boolean, organization_id int, host_id int, host_public_id text,
  settings_version int, sample_seconds int, policy_version int, policy jsonb, judged_captured_at_ms bigint, judgement jsonb
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_credential berth.host_credential%ROWTYPE;
  v_host berth.host%ROWTYPE;
  v_organization berth.organization%ROWTYPE;
  v_previous_ms bigint;
  v_judged_ms bigint;
  v_judgement jsonb;
  v_stored_ms bigint[];
  v_newest_ms bigint;
BEGIN
  PERFORM set_config('app.secret_hash', p_credential_hash, true);
  SELECT c.* INTO v_credential FROM berth.host_credential c
  WHERE c.secret_hash = decode(p_credential_hash, 'hex') AND c.revoked_at_ms IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_credential.organization_id::text, true);

  SELECT h.* INTO v_host FROM berth.host h WHERE h.organization_id = v_credential.organization_id AND h.id = v_credential.host_id;
  SELECT o.* INTO v_organization FROM berth.organization o WHERE o.id = v_credential.organization_id;
  -- Pushes of one host take turns here.
  SELECT c.captured_at_ms, c.judged_captured_at_ms, c.judgement INTO v_previous_ms, v_judged_ms, v_judgement
  FROM berth.host_current c WHERE c.organization_id = v_host.organization_id AND c.host_id = v_host.id FOR UPDATE;

  WITH stored AS (
    INSERT INTO berth.snapshot (
      organization_id, host_id, captured_at_ms, received_at_ms, tightest_used_ratio, capacity, used, closes_per_second,
      bind_pool_used_ratio, udp_used_ratio, tightest_address, tightest_port, body
    )
    SELECT v_host.organization_id, v_host.id, i."capturedAtMs", p_now_ms, i."tightestUsedRatio", i.capacity, i.used, i."closesPerSecond",
      i."bindPoolUsedRatio", i."udpUsedRatio", i."tightestAddress", i."tightestPort", i.body
    FROM jsonb_to_recordset(p_snapshots) AS i (
      "capturedAtMs" bigint, "tightestUsedRatio" double precision, capacity int, used int, "closesPerSecond" double precision,
      "bindPoolUsedRatio" double precision, "udpUsedRatio" double precision, "tightestAddress" text, "tightestPort" int, body jsonb
    )
    ON CONFLICT (organization_id, host_id, captured_at_ms) DO NOTHING
    RETURNING captured_at_ms
  )
  SELECT array_agg(captured_at_ms), max(captured_at_ms) INTO v_stored_ms, v_newest_ms FROM stored;

  IF v_newest_ms > coalesce(v_previous_ms, 0) THEN
    UPDATE berth.host_current c SET
      captured_at_ms = s.captured_at_ms, received_at_ms = s.received_at_ms, tightest_used_ratio = s.tightest_used_ratio,
      capacity = s.capacity, used = s.used, closes_per_second = s.closes_per_second, bind_pool_used_ratio = s.bind_pool_used_ratio,
      udp_used_ratio = s.udp_used_ratio, tightest_address = s.tightest_address, tightest_port = s.tightest_port, body = s.body,
      tightest = (SELECT e -> 'tightest' FROM jsonb_array_elements(p_snapshots) e WHERE (e ->> 'capturedAtMs')::bigint = v_newest_ms LIMIT 1)
    FROM berth.snapshot s
    WHERE c.organization_id = v_host.organization_id AND c.host_id = v_host.id
      AND s.organization_id = c.organization_id AND s.host_id = c.host_id AND s.captured_at_ms = v_newest_ms;
  ELSE
    v_newest_ms := NULL;
  END IF;

  RETURN QUERY
    SELECT
      i.ordinal,
      -- A batch that says the same moment twice stores it once.
      coalesce(i.captured_at_ms = ANY (v_stored_ms), false) AND row_number() OVER (PARTITION BY i.captured_at_ms ORDER BY i.ordinal) = 1,
      coalesce(i.captured_at_ms = v_newest_ms, false),
      v_host.organization_id, v_host.id, v_host.public_id, v_host.settings_version, v_host.sample_seconds,
      v_organization.policy_version, v_organization.policy, v_judged_ms, CASE WHEN i.ordinal = 0 THEN v_judgement END
    FROM (
      SELECT (n - 1)::int AS ordinal, (e ->> 'capturedAtMs')::bigint AS captured_at_ms
      FROM jsonb_array_elements(p_snapshots) WITH ORDINALITY AS x (e, n)
    ) i
    ORDER BY i.ordinal;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.ingest FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.ingest TO berth_app;
