CREATE TABLE "berth"."forecast" (
	"organization_id" integer NOT NULL,
	"subject" text NOT NULL,
	"host_id" integer,
	"address" text,
	"port" integer,
	"made_at_ms" bigint NOT NULL,
	"history_hours" integer NOT NULL,
	"used_permille" smallint,
	"growth_per_day" real,
	"soonest_ms" bigint,
	"lines" text NOT NULL,
	CONSTRAINT "forecast_organization_id_subject_pk" PRIMARY KEY("organization_id","subject")
);
--> statement-breakpoint
ALTER TABLE "berth"."forecast" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "berth"."host_setup" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE POLICY "tenant" ON "berth"."forecast" AS PERMISSIVE FOR ALL TO public USING ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int)) WITH CHECK ("organization_id" = (select nullif(current_setting('app.organization_id', true), '')::int));
--> statement-breakpoint
ALTER TABLE berth.forecast FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON berth.forecast TO berth_app;
--> statement-breakpoint
-- With the settings beside the body.
CREATE OR REPLACE FUNCTION berth.keep_setups(p_organization int, p_host int, p_setups jsonb) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_setup record;
  v_body bytea;
  v_settings jsonb;
  v_are_known boolean := true;
BEGIN
  FOR v_setup IN SELECT * FROM jsonb_to_recordset(p_setups) AS i (hash text, "sinceMs" bigint, body text, settings jsonb, labels jsonb) ORDER BY i."sinceMs" LOOP
    CONTINUE WHEN v_setup.hash = (
      SELECT s.hash FROM berth.host_setup s
      WHERE s.organization_id = p_organization AND s.host_id = p_host AND s.since_ms <= v_setup."sinceMs"
      ORDER BY s.since_ms DESC LIMIT 1);
    -- The labels that the host has now, not those of its enrolment, put it into its groups.
    IF v_setup.labels IS NOT NULL THEN
      UPDATE berth.host h SET labels = v_setup.labels
      WHERE h.organization_id = p_organization AND h.id = p_host AND h.labels IS DISTINCT FROM v_setup.labels
        AND NOT EXISTS (SELECT FROM berth.host_setup n WHERE n.organization_id = p_organization AND n.host_id = p_host AND n.since_ms > v_setup."sinceMs");
      IF FOUND THEN PERFORM berth.group_host(p_organization, p_host, v_setup.labels); END IF;
    END IF;
    v_body := decode(v_setup.body, 'base64');
    v_settings := v_setup.settings;
    IF v_body IS NULL THEN
      SELECT s.body, s.settings INTO v_body, v_settings FROM berth.host_setup s
      WHERE s.organization_id = p_organization AND s.host_id = p_host AND s.hash = v_setup.hash ORDER BY s.since_ms DESC LIMIT 1;
    END IF;
    IF v_body IS NULL THEN v_are_known := false;
    ELSE
      INSERT INTO berth.host_setup (organization_id, host_id, since_ms, hash, settings, body)
      VALUES (p_organization, p_host, v_setup."sinceMs", v_setup.hash, coalesce(v_settings, '{}'), v_body) ON CONFLICT DO NOTHING;
    END IF;
  END LOOP;
  RETURN v_are_known;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION berth.roll_up_hour(p_from_ms bigint, p_organization int DEFAULT NULL) RETURNS void
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
  -- Four times a day is often enough for dates that lie weeks ahead.
  IF p_from_ms / 3600000 % 6 = 5 THEN
    INSERT INTO berth.rollup_due (organization_id, kind, from_ms)
    SELECT f.organization_id, 'forecast', p_from_ms FROM berth.fleet_1h f
    WHERE f.group_id = 0 AND f.from_ms = p_from_ms AND (p_organization IS NULL OR f.organization_id = p_organization) ON CONFLICT DO NOTHING;
  END IF;
END $$;
--> statement-breakpoint
-- Everything that is kept of one host of this transaction's organization, and the host itself. Returns how many rows of each
-- table went; null: there is no such host. What rollups of the whole fleet counted of it stays counted: it was so.
CREATE FUNCTION berth.delete_host(p_public_id text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_organization int := nullif(current_setting('app.organization_id', true), '')::int;
  v_host int;
  v_table text;
  v_rows int;
  v_receipt jsonb := '{}';
BEGIN
  SELECT h.id INTO v_host FROM berth.host h WHERE h.organization_id = v_organization AND h.public_id = p_public_id FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  FOREACH v_table IN ARRAY ARRAY['snapshot', 'host_setup', 'verdict_change', 'host_5m', 'host_1h', 'host_day', 'host_week', 'forecast',
    'host_judgement', 'host_current', 'host_credential', 'host_group'] LOOP
    EXECUTE format('DELETE FROM berth.%I WHERE organization_id = $1 AND host_id = $2', v_table) USING v_organization, v_host;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_receipt := v_receipt || jsonb_build_object(v_table, v_rows);
  END LOOP;
  DELETE FROM berth.host h WHERE h.organization_id = v_organization AND h.id = v_host;
  DELETE FROM berth.label_group g WHERE g.organization_id = v_organization AND NOT EXISTS (
    SELECT FROM berth.host_group m WHERE m.organization_id = g.organization_id AND m.group_id = g.id);
  RETURN v_receipt || jsonb_build_object('host', 1);
END $$;
--> statement-breakpoint
-- The whole organization of this transaction, with everything that is kept of it.
CREATE FUNCTION berth.delete_organization() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_organization int := nullif(current_setting('app.organization_id', true), '')::int;
  v_table text;
  v_rows int;
  v_receipt jsonb := '{}';
BEGIN
  PERFORM FROM berth.organization o WHERE o.id = v_organization FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  FOREACH v_table IN ARRAY ARRAY['snapshot', 'host_setup', 'verdict_change', 'host_5m', 'host_1h', 'host_day', 'host_week', 'fleet_5m', 'fleet_1h',
    'destination_5m', 'rollup_dirty', 'rollup_due', 'forecast', 'host_judgement', 'host_current', 'host_credential', 'host_group', 'label_group', 'enrolment_token',
    'host', 'session', 'sign_in_token', 'member'] LOOP
    EXECUTE format('DELETE FROM berth.%I WHERE organization_id = $1', v_table) USING v_organization;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_receipt := v_receipt || jsonb_build_object(v_table, v_rows);
  END LOOP;
  DELETE FROM berth.organization o WHERE o.id = v_organization;
  RETURN v_receipt || jsonb_build_object('organization', 1);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION berth.delete_host, berth.delete_organization FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION berth.delete_host, berth.delete_organization TO berth_app;
