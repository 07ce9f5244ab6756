-- Where one click ends mails of this kind (RFC 8058). Holds a key to that, so nobody reads it under a person's role.
ALTER TABLE notify.messages ADD COLUMN unsubscribe text CHECK (unsubscribe ~ '^https?://[!-~]+$' AND unsubscribe !~ '[<>]' AND length(unsubscribe) <= 600);
-- It takes one more argument now.
DROP FUNCTION IF EXISTS notify.queue(text, uuid, uuid, text, text, text, text, text, text, jsonb, boolean, timestamptz, text);
