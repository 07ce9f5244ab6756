GRANT SELECT, INSERT, DELETE ON jobs.subscriptions TO callboard_worker;
CREATE POLICY worker_all ON jobs.subscriptions TO callboard_worker USING (true) WITH CHECK (true);
