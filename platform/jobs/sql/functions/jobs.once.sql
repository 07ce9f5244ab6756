-- Notes in the effect's own transaction that it happens; false when it has happened before.
-- Only who runs the job now knows its lease. The lock keeps others from taking the job over meanwhile.
CREATE OR REPLACE FUNCTION jobs.once(job bigint, lease uuid, step text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  PERFORM 1 FROM jobs.queue q WHERE q.id = once.job AND q.lease = once.lease AND q.state = 'running' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'job % is not run under this lease any more', once.job USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  INSERT INTO jobs.done (job_id, step, at) VALUES (once.job, once.step, clock.now()) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;
ALTER FUNCTION jobs.once(bigint, uuid, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION jobs.once(bigint, uuid, text) TO anon, authenticated, service_role, callboard_claims, callboard_sales, callboard_vault;
