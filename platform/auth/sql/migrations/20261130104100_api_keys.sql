-- Keys that let a program act for an organization, and the tokens they are exchanged for.
CREATE TABLE public.api_keys (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations ON DELETE CASCADE,
  -- What a key may do never exceeds what this person still may do there.
  created_by uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users ON DELETE CASCADE,
  name text NOT NULL CONSTRAINT api_keys_named CHECK (btrim(name) <> '' AND length(name) <= 80),
  -- The beginning of the key, by which people tell keys apart.
  prefix text NOT NULL CHECK (prefix ~ '^cbk_[0-9a-f]{8}$'),
  secret_hash bytea NOT NULL CONSTRAINT api_keys_secret_once UNIQUE CHECK (octet_length(secret_hash) = 32),
  permissions text[] NOT NULL CONSTRAINT api_keys_may_something CHECK (cardinality(permissions) BETWEEN 1 AND 200 AND array_position(permissions, NULL) IS NULL),
  -- Where it may be used from; empty: from everywhere.
  networks cidr[] NOT NULL DEFAULT '{}' CONSTRAINT api_keys_few_networks CHECK (cardinality(networks) <= 50),
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_keys_ends_after_it_begins CHECK (expires_at > created_at),
  UNIQUE (id, organization_id)
);
COMMENT ON TABLE public.api_keys IS 'owner: platform-auth. Keys of programs: what they may do, for whom, until when. The secret itself is nowhere.';
CREATE INDEX api_keys_organization ON public.api_keys (organization_id, created_at DESC, id);
CREATE INDEX api_keys_created_by ON public.api_keys (created_by);

CREATE TABLE public.system_tokens (
  id uuid PRIMARY KEY,
  key_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  expires_at timestamptz NOT NULL,
  ip inet,
  FOREIGN KEY (key_id, organization_id) REFERENCES public.api_keys (id, organization_id) ON DELETE CASCADE
);
COMMENT ON TABLE public.system_tokens IS 'owner: platform-auth. Tokens that keys were exchanged for; a token lives while its row and its key do.';
CREATE INDEX system_tokens_key ON public.system_tokens (key_id, expires_at DESC);
CREATE INDEX system_tokens_ended ON public.system_tokens (expires_at);
