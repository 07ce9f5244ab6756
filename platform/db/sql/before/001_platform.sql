CREATE SCHEMA IF NOT EXISTS platform;
GRANT USAGE ON SCHEMA platform TO PUBLIC;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role, callboard_definer, callboard_claims, callboard_sales;

-- Stamps updated_at and counts version on every update.
CREATE OR REPLACE FUNCTION platform.touch() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock.now();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION platform.touch() TO PUBLIC;

-- For tables whose rows are never changed or removed.
CREATE OR REPLACE FUNCTION platform.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME;
END $$;
GRANT EXECUTE ON FUNCTION platform.refuse_change() TO PUBLIC;

-- What the door stamped: who the audit says it was.
CREATE OR REPLACE FUNCTION platform.actor() RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(nullif(current_setting('callboard.actor', true), ''), '{}')::jsonb $$;
GRANT EXECUTE ON FUNCTION platform.actor() TO PUBLIC;
