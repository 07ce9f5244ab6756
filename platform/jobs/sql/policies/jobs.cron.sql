GRANT SELECT, INSERT, UPDATE ON jobs.cron TO callboard_worker;
CREATE POLICY worker_all ON jobs.cron TO callboard_worker USING (true) WITH CHECK (true);

GRANT SELECT ON jobs.cron TO authenticated;
CREATE POLICY platform_reads ON jobs.cron FOR SELECT TO authenticated USING ((SELECT auth.on_platform('jobs:view')));
