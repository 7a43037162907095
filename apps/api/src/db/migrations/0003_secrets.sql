-- The doors that open before an organization is known. Each takes the SHA-256 of a secret as hex digits, finds the row that
-- belongs to it, and from there on is fenced to that row's organization. No row back: the secret does not open this door.
CREATE FUNCTION berth.enrol(
  p_token_hash text, p_now_ms bigint, p_public_id text, p_credential_hash text, p_hostname text, p_agent_version text, p_labels jsonb
) RETURNS TABLE (organization_id int, host_id int, settings_version int, sample_seconds int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
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

  -- A machine that enrols again has lost its credential, so nobody else should go on using it.
  UPDATE berth.host_credential c SET revoked_at_ms = p_now_ms
  WHERE c.organization_id = v_organization AND c.host_id = v_host.id AND c.revoked_at_ms IS NULL;
  INSERT INTO berth.host_credential (organization_id, host_id, secret_hash, created_at_ms)
  VALUES (v_organization, v_host.id, decode(p_credential_hash, 'hex'), p_now_ms);
  INSERT INTO berth.host_current (organization_id, host_id) VALUES (v_organization, v_host.id) ON CONFLICT DO NOTHING;

  RETURN QUERY SELECT v_organization, v_host.id, v_host.settings_version, v_host.sample_seconds;
END $$;
--> statement-breakpoint
CREATE FUNCTION berth.sign_in(p_token_hash text, p_session_hash text, p_now_ms bigint, p_expires_at_ms bigint)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_organization int;
  v_member int;
BEGIN
  PERFORM set_config('app.secret_hash', p_token_hash, true);
  SELECT t.organization_id INTO v_organization FROM berth.sign_in_token t WHERE t.secret_hash = decode(p_token_hash, 'hex');
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM set_config('app.organization_id', v_organization::text, true);

  UPDATE berth.sign_in_token t SET used_at_ms = p_now_ms
  WHERE t.organization_id = v_organization AND t.secret_hash = decode(p_token_hash, 'hex') AND t.used_at_ms IS NULL AND t.expires_at_ms > p_now_ms
  RETURNING t.member_id INTO v_member;
  IF NOT FOUND THEN RETURN false; END IF;

  INSERT INTO berth.session (organization_id, secret_hash, member_id, created_at_ms, expires_at_ms)
  VALUES (v_organization, decode(p_session_hash, 'hex'), v_member, p_now_ms, p_expires_at_ms);
  RETURN true;
END $$;
--> statement-breakpoint
CREATE FUNCTION berth.find_session(p_session_hash text, p_now_ms bigint)
RETURNS TABLE (organization_id int, organization_public_id text, organization_name text, member_id int, member_name text, member_role text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_session berth.session%ROWTYPE;
BEGIN
  PERFORM set_config('app.secret_hash', p_session_hash, true);
  SELECT s.* INTO v_session FROM berth.session s WHERE s.secret_hash = decode(p_session_hash, 'hex') AND s.expires_at_ms > p_now_ms;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.organization_id', v_session.organization_id::text, true);
  RETURN QUERY
    SELECT o.id, o.public_id, o.name, m.id, m.name, m.role
    FROM berth.organization o JOIN berth.member m ON m.organization_id = o.id
    WHERE o.id = v_session.organization_id AND m.id = v_session.member_id;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.enrol, berth.sign_in, berth.find_session FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.enrol, berth.sign_in, berth.find_session TO berth_app;
