CREATE SCHEMA notify;
GRANT USAGE ON SCHEMA notify TO authenticated, service_role, callboard_definer, callboard_claims, callboard_sales;

CREATE TABLE notify.messages (
  -- Made from the key: the same message always has the same id, and so the same Message-ID.
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 300),
  organization_id uuid,
  -- The recipient's account, if they have one.
  user_id uuid,
  purpose text NOT NULL CHECK (purpose ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$'),
  to_address text NOT NULL,
  to_name text,
  subject text NOT NULL CHECK (subject !~ '[\r\n]'),
  text_body text,
  html_body text,
  -- [{kind, id}]: made when the mail is delivered.
  attachments jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(attachments) = 'array'),
  -- Bodies with a key to an account in them are erased once delivered.
  is_secret boolean NOT NULL DEFAULT false,
  -- After this nobody can use it any more, and it is not sent.
  expires_at timestamptz,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed', 'skipped')),
  attempts integer NOT NULL DEFAULT 0,
  transport text,
  provider_id text,
  error text,
  settled_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((status = 'queued') = (settled_at IS NULL)),
  CHECK (text_body IS NOT NULL OR (is_secret AND status <> 'queued'))
);
COMMENT ON TABLE notify.messages IS 'owner: platform-notify. Every mail: what was to be sent to whom, and what became of it.';
CREATE INDEX messages_user ON notify.messages (user_id, created_at DESC) WHERE user_id IS NOT NULL;
CREATE INDEX messages_organization ON notify.messages (organization_id, created_at DESC) WHERE organization_id IS NOT NULL;
CREATE INDEX messages_created ON notify.messages (created_at DESC, id);

CREATE TRIGGER touch BEFORE UPDATE ON notify.messages FOR EACH ROW EXECUTE FUNCTION platform.touch();
