GRANT INSERT ON jobs.outbox TO callboard_definer;
CREATE POLICY definer_enqueues ON jobs.outbox FOR INSERT TO callboard_definer WITH CHECK (true);

GRANT SELECT, DELETE ON jobs.outbox TO callboard_worker;
CREATE POLICY worker_reads ON jobs.outbox FOR SELECT TO callboard_worker USING (true);
CREATE POLICY worker_moves ON jobs.outbox FOR DELETE TO callboard_worker USING (true);

-- How many wait, for whoever runs the platform.
GRANT SELECT (id) ON jobs.outbox TO authenticated;
CREATE POLICY platform_counts ON jobs.outbox FOR SELECT TO authenticated USING ((SELECT auth.on_platform('jobs:view')));
