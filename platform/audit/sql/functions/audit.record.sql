-- A version 7 UUID (RFC 9562) whose counter keeps the order in which one transaction wrote.
CREATE OR REPLACE FUNCTION audit.new_id(at timestamptz) RETURNS uuid
LANGUAGE sql VOLATILE
AS $$
  SELECT (
    lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
    || to_hex(28672 | ((n >> 30) & 4095))
    || to_hex(32768 | ((n >> 16) & 16383))
    || lpad(to_hex(n & 65535), 4, '0')
    || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)
  )::uuid FROM (SELECT nextval('audit.event_order') AS n) AS counter
$$;
GRANT EXECUTE ON FUNCTION audit.new_id(timestamptz) TO callboard_definer;

-- The only way a row gets into audit.events: who it was is stamped here, never told by the caller.
CREATE OR REPLACE FUNCTION audit.record(organization_id uuid, action text, subject_type text, subject_id uuid, before jsonb, after jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  actor jsonb := platform.actor();
  at timestamptz := clock.now();
  id uuid := audit.new_id(at);
BEGIN
  INSERT INTO audit.events (id, organization_id, login, user_id, guest_id, impersonator_id, system_why, action, subject_type, subject_id, before, after, at, ip, request_id, key_id)
  VALUES (
    id, record.organization_id, session_user, (actor ->> 'user')::uuid, (actor ->> 'guest')::uuid, (actor ->> 'impersonator')::uuid,
    -- Behind the door of people nobody acts for the house, whatever the session says.
    CASE WHEN session_user <> 'callboard_app' THEN actor ->> 'why' END,
    record.action, record.subject_type, record.subject_id, record.before, record.after, at, (actor ->> 'ip')::inet, (actor ->> 'request')::uuid, (actor ->> 'key')::uuid
  );
  RETURN id;
END $$;
ALTER FUNCTION audit.record(uuid, text, text, uuid, jsonb, jsonb) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION audit.record(uuid, text, text, uuid, jsonb, jsonb) TO anon, authenticated, service_role, callboard_claims, callboard_sales, callboard_vault;
-- A change of the keys is written down in the transaction that changes them.
GRANT USAGE ON SCHEMA audit TO callboard_vault;
