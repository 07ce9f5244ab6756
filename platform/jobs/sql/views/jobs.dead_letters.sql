CREATE OR REPLACE VIEW jobs.dead_letters WITH (security_invoker = true) AS
SELECT id, kind, payload, attempts, last_error, died_at, enqueued_at FROM jobs.queue WHERE state = 'dead';
GRANT SELECT ON jobs.dead_letters TO service_role;
COMMENT ON VIEW jobs.dead_letters IS 'owner: platform-jobs. Jobs that failed as often as they may: for a person to look at.';
