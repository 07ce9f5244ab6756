-- A programme's file that somebody looks at before it comes in. What is confirmed are these very bytes; they go as soon as it is in,
-- what it did stays for a day, and a job removes what has expired.
CREATE TABLE public.programme_uploads (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid NOT NULL,
  -- As the uploader calls it, cleaned; never a path.
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 120),
  -- The source its items have in the running order.
  source text NOT NULL CHECK (btrim(source) <> '' AND length(source) <= 200),
  size_bytes integer NOT NULL CHECK (size_bytes BETWEEN 1 AND 10485760),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  content bytea,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  expires_at timestamptz NOT NULL,
  imported_at timestamptz,
  -- What it did: counts, refused rows, what was left out.
  outcome jsonb CHECK (jsonb_typeof(outcome) = 'object'),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  CONSTRAINT programme_uploads_waits_or_is_in CHECK ((content IS NULL) = (imported_at IS NOT NULL) AND (outcome IS NULL) = (imported_at IS NULL)),
  CONSTRAINT programme_uploads_bytes_as_sent CHECK (content IS NULL OR (octet_length(content) = size_bytes AND pg_catalog.sha256(content) = programme_uploads.sha256))
);
-- The same file twice is one.
CREATE UNIQUE INDEX programme_uploads_once ON public.programme_uploads (event_id, user_id, source, sha256) WHERE imported_at IS NULL;
CREATE INDEX programme_uploads_expired ON public.programme_uploads (expires_at);
COMMENT ON TABLE public.programme_uploads IS 'owner: boxoffice. Programme files between upload and confirmation, each seen by who sent it.';
