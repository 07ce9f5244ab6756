CREATE SCHEMA storage;
GRANT USAGE ON SCHEMA storage TO anon, authenticated, callboard_definer;

-- Which bytes in a store are this house's: several houses may share a bucket without sweeping each other's away.
CREATE TABLE storage.house (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  is_only boolean NOT NULL DEFAULT true UNIQUE CHECK (is_only)
);
INSERT INTO storage.house DEFAULT VALUES;
COMMENT ON TABLE storage.house IS 'owner: platform-storage. The folder of this house in its store.';

-- A file from its first byte to its last. The row is there before the bytes and goes after them.
CREATE TABLE storage.files (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  -- What it is for decides what is accepted and what is made of it.
  purpose text NOT NULL CHECK (purpose IN ('picture', 'plan', 'document')),
  state text NOT NULL DEFAULT 'uploading' CONSTRAINT files_state_known CHECK (state IN ('uploading', 'stored', 'deleted')),
  -- As the uploader calls it, cleaned; never a path, never part of a key.
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 120),
  -- As seen in the bytes.
  content_type text,
  -- Of what was sent.
  size_bytes bigint CHECK (size_bytes > 0),
  sha256 bytea CHECK (octet_length(sha256) = 32),
  -- Of a picture, upright.
  width integer CHECK (width > 0),
  height integer CHECK (height > 0),
  -- What is kept: name, content type, size, and of pictures width and height.
  variants jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(variants) = 'array'),
  -- An upload in parts that the store was asked to begin, so that it can be called off.
  parts_key text,
  parts_id text,
  -- Made with the form: sent twice, with the same bytes, it is one file.
  form_key text NOT NULL CHECK (form_key <> '' AND length(form_key) <= 200),
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  -- Whoever refers to a file refers to a stored one: while they do, its state cannot change.
  UNIQUE (id, organization_id, state),
  CONSTRAINT files_stored_is_whole CHECK (state <> 'stored' OR (content_type IS NOT NULL AND size_bytes IS NOT NULL AND sha256 IS NOT NULL AND jsonb_array_length(variants) > 0)),
  CHECK ((width IS NULL) = (height IS NULL))
);
CREATE UNIQUE INDEX files_once_per_form ON storage.files (organization_id, created_by, purpose, form_key, sha256) NULLS NOT DISTINCT WHERE state = 'stored';
CREATE INDEX files_unfinished ON storage.files (updated_at) WHERE state <> 'stored';
COMMENT ON TABLE storage.files IS 'owner: platform-storage. Uploaded files; who may read one follows from what refers to it.';
CREATE TRIGGER files_touch BEFORE UPDATE ON storage.files FOR EACH ROW EXECUTE FUNCTION platform.touch();
