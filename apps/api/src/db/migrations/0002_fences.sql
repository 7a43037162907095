-- Row-level security binds the owner too: whoever connects, a query without an organization finds nothing.
DO $$
DECLARE fenced record;
BEGIN
  FOR fenced IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'berth'::regnamespace AND c.relkind IN ('r', 'p') LOOP
    EXECUTE format('ALTER TABLE berth.%I FORCE ROW LEVEL SECURITY', fenced.relname);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA berth TO berth_app, berth_jobs;
--> statement-breakpoint
-- No snapshot, host or credential is written by the app role: that is what the functions of the next two migrations are for.
GRANT SELECT ON ALL TABLES IN SCHEMA berth TO berth_app;
--> statement-breakpoint
GRANT INSERT ON berth.organization, berth.member, berth.sign_in_token, berth.enrolment_token TO berth_app;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE berth.organization_id_seq, berth.member_id_seq TO berth_app;
--> statement-breakpoint
GRANT DELETE ON berth.session TO berth_app;
--> statement-breakpoint
GRANT UPDATE (judged_captured_at_ms, judged_at_ms, severity, judgement) ON berth.host_current TO berth_app;
--> statement-breakpoint
-- The jobs' role: which organizations there are, which hosts wait for judgement, what has expired. No body, no label, no name.
GRANT SELECT (id, public_id) ON berth.organization TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.organization FOR SELECT TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, host_id, captured_at_ms, judged_captured_at_ms) ON berth.host_current TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.host_current FOR SELECT TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, host_id, captured_at_ms), DELETE ON berth.snapshot TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.snapshot FOR ALL TO berth_jobs USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, expires_at_ms), DELETE ON berth.session, berth.sign_in_token, berth.enrolment_token TO berth_jobs;
--> statement-breakpoint
CREATE POLICY jobs ON berth.session FOR ALL TO berth_jobs USING (true);
--> statement-breakpoint
CREATE POLICY jobs ON berth.sign_in_token FOR ALL TO berth_jobs USING (true);
--> statement-breakpoint
CREATE POLICY jobs ON berth.enrolment_token FOR ALL TO berth_jobs USING (true);
