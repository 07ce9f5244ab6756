GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.queue TO callboard_worker;
CREATE POLICY worker_all ON jobs.queue TO callboard_worker USING (true) WITH CHECK (true);

-- jobs.once locks the row of the job it belongs to, and changes nothing of it.
GRANT SELECT, UPDATE (lease) ON jobs.queue TO callboard_definer;
CREATE POLICY definer_finds ON jobs.queue FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_locks ON jobs.queue FOR UPDATE TO callboard_definer USING (true) WITH CHECK (false);
