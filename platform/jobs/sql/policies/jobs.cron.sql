GRANT SELECT, INSERT, UPDATE ON jobs.cron TO callboard_worker;
CREATE POLICY worker_all ON jobs.cron TO callboard_worker USING (true) WITH CHECK (true);
