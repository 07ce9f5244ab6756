-- Time in rules is clock.now(), never now(): the door sets callboard.now together with the role, so that tests travel.
-- After commit a transaction-local setting reads '' and not NULL.
CREATE SCHEMA IF NOT EXISTS clock;
GRANT USAGE ON SCHEMA clock TO PUBLIC;

CREATE OR REPLACE FUNCTION clock.now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(nullif(current_setting('callboard.now', true), '')::timestamptz, pg_catalog.now()) $$;
GRANT EXECUTE ON FUNCTION clock.now() TO PUBLIC;

COMMENT ON FUNCTION clock.now() IS 'The transaction''s time as the house''s clock showed it.';
