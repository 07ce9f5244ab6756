-- Writes a mail in the caller's transaction; false when there is one of this key already. For doors
-- with a person or the house behind them: a nameless visitor cannot make the house write to anybody.
CREATE OR REPLACE FUNCTION notify.queue(
  key text, organization_id uuid, user_id uuid, purpose text, to_address text, to_name text, subject text, text_body text, html_body text,
  attachments jsonb, is_secret boolean, expires_at timestamptz, from_name text, unsubscribe text, OUT id uuid, OUT is_new boolean
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  -- A version 8 UUID (RFC 9562): its bits are the key's digest.
  id := overlay(overlay(left(encode(sha256(convert_to('notify ' || queue.key, 'UTF8')), 'hex'), 32) placing '8' FROM 13) placing '8' FROM 17)::uuid;
  INSERT INTO notify.messages (id, key, organization_id, user_id, purpose, to_address, to_name, subject, text_body, html_body, attachments, is_secret, expires_at, from_name, unsubscribe, created_at, updated_at)
  VALUES (
    queue.id, queue.key, queue.organization_id, queue.user_id, queue.purpose, queue.to_address, queue.to_name, queue.subject, queue.text_body, queue.html_body,
    queue.attachments, queue.is_secret, queue.expires_at, queue.from_name, queue.unsubscribe, clock.now(), clock.now()
  ) ON CONFLICT DO NOTHING;
  is_new := FOUND;
END $$;
ALTER FUNCTION notify.queue(text, uuid, uuid, text, text, text, text, text, text, jsonb, boolean, timestamptz, text, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION notify.queue(text, uuid, uuid, text, text, text, text, text, text, jsonb, boolean, timestamptz, text, text) TO authenticated, service_role, callboard_claims, callboard_sales;
