GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.queue TO callboard_worker;
CREATE POLICY worker_all ON jobs.queue TO callboard_worker USING (true) WITH CHECK (true);

-- jobs.once locks the row of the job it belongs to, and changes nothing of it.
GRANT SELECT, UPDATE (lease) ON jobs.queue TO callboard_definer;
CREATE POLICY definer_finds ON jobs.queue FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_locks ON jobs.queue FOR UPDATE TO callboard_definer USING (true) WITH CHECK (false);

-- Whoever runs the platform sees jobs without what they carry, and mends those that were given up.
GRANT SELECT (id, kind, run_at, enqueued_at, is_cron, state, attempts, last_error, died_at) ON jobs.queue TO authenticated;
GRANT UPDATE (state, died_at, attempts, key, run_at) ON jobs.queue TO authenticated;
GRANT DELETE ON jobs.queue TO authenticated;
CREATE POLICY platform_reads ON jobs.queue FOR SELECT TO authenticated USING ((SELECT auth.on_platform('jobs:view')));
CREATE POLICY platform_requeues ON jobs.queue FOR UPDATE TO authenticated
  USING (state = 'dead' AND (SELECT auth.on_platform('jobs:manage'))) WITH CHECK (state = 'waiting' AND attempts = 0 AND key IS NULL);
CREATE POLICY platform_discards ON jobs.queue FOR DELETE TO authenticated USING (state = 'dead' AND (SELECT auth.on_platform('jobs:manage')));
