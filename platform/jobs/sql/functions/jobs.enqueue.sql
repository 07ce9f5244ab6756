-- The only way into the outbox. Who asked is read from the session; a caller can name nobody else.
CREATE OR REPLACE FUNCTION jobs.enqueue(kind text, is_event boolean, payload jsonb, run_at timestamptz, key text, replaces boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  claims jsonb := coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
  stamp jsonb := platform.actor();
  -- The role that was really taken on; 'none' behind a service's own login.
  role text := current_setting('role');
  is_people boolean := session_user = 'callboard_app';
  person text := CASE WHEN role <> 'anon' THEN claims ->> 'sub' END;
  guest text := CASE WHEN role <> 'authenticated' THEN claims ->> 'guest' END;
  -- A program acts with a key and has no person's claims.
  program text := CASE WHEN role = 'authenticated' THEN claims ->> 'key' END;
  owner text := CASE
    WHEN program IS NOT NULL THEN 'key:' || program
    WHEN person IS NOT NULL THEN 'user:' || person
    WHEN guest IS NOT NULL THEN 'guest:' || guest
    WHEN NOT is_people THEN 'system'
    -- Without an identity a key means something within one transaction only.
    ELSE 'anonymous:' || pg_current_xact_id()::text
  END;
BEGIN
  INSERT INTO jobs.outbox (kind, is_event, payload, run_at, key, replaces, actor, enqueued_at)
  VALUES (
    enqueue.kind, enqueue.is_event, enqueue.payload, coalesce(enqueue.run_at, clock.now()), enqueue.kind || '/' || owner || '/' || enqueue.key, enqueue.replaces,
    jsonb_strip_nulls(jsonb_build_object(
      'login', session_user, 'role', role, 'user', person, 'guest', guest, 'key', program,
      'session', CASE WHEN person IS NOT NULL THEN claims ->> 'session_id' END,
      'why', CASE WHEN NOT is_people THEN stamp ->> 'why' END,
      'impersonator', stamp ->> 'impersonator', 'request', stamp ->> 'request', 'ip', stamp ->> 'ip'
    )),
    clock.now()
  );
END $$;
ALTER FUNCTION jobs.enqueue(text, boolean, jsonb, timestamptz, text, boolean) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION jobs.enqueue(text, boolean, jsonb, timestamptz, text, boolean) TO anon, authenticated, service_role, callboard_claims, callboard_sales, callboard_vault;
