-- People and their sign-ins, with Supabase's names and columns. Where we differ: tokens are stored
-- as SHA-256 only, so a dump opens no door; times are timestamptz throughout; addresses are stored
-- normalised (lower case, NFC), so that equality finds them by index.
CREATE TABLE auth.users (
  instance_id uuid,
  id uuid PRIMARY KEY,
  aud text NOT NULL DEFAULT 'authenticated',
  -- Never service_role: a row of this table is a person, and a person is never the house.
  role text NOT NULL DEFAULT 'authenticated' CHECK (role = 'authenticated'),
  email text CHECK (length(email) BETWEEN 3 AND 254),
  encrypted_password text,
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  confirmation_sent_at timestamptz,
  recovery_sent_at timestamptz,
  email_change text,
  email_change_sent_at timestamptz,
  email_change_confirm_status smallint NOT NULL DEFAULT 0 CHECK (email_change_confirm_status BETWEEN 0 AND 2),
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb NOT NULL DEFAULT '{}',
  raw_user_meta_data jsonb NOT NULL DEFAULT '{}',
  is_super_admin boolean,
  phone text UNIQUE,
  phone_confirmed_at timestamptz,
  phone_change text,
  phone_change_sent_at timestamptz,
  confirmed_at timestamptz GENERATED ALWAYS AS (least(email_confirmed_at, phone_confirmed_at)) STORED,
  banned_until timestamptz,
  reauthentication_sent_at timestamptz,
  is_sso_user boolean NOT NULL DEFAULT false,
  is_anonymous boolean NOT NULL DEFAULT false,
  deleted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX users_email_key ON auth.users (email) WHERE NOT is_sso_user;
COMMENT ON TABLE auth.users IS 'owner: platform-auth. Signed-up people, shaped as Supabase''s auth.users.';

CREATE TABLE auth.identities (
  id uuid PRIMARY KEY,
  provider_id text NOT NULL,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  identity_data jsonb NOT NULL,
  provider text NOT NULL,
  last_sign_in_at timestamptz,
  email text GENERATED ALWAYS AS (lower(identity_data ->> 'email')) STORED,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  UNIQUE (provider_id, provider)
);
CREATE INDEX identities_user_id_idx ON auth.identities (user_id);
COMMENT ON TABLE auth.identities IS 'owner: platform-auth. Ways a person may prove who they are.';

CREATE TABLE auth.sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  factor_id uuid,
  aal text NOT NULL DEFAULT 'aal1' CHECK (aal IN ('aal1', 'aal2', 'aal3')),
  -- [{method, timestamp}], newest first.
  amr jsonb NOT NULL DEFAULT '[]',
  -- The absolute end.
  not_after timestamptz NOT NULL,
  -- Last seen, to the hour; the idle end counts from here.
  refreshed_at timestamptz NOT NULL DEFAULT clock.now(),
  user_agent text,
  ip inet,
  tag text
);
CREATE INDEX sessions_user_id_idx ON auth.sessions (user_id, created_at DESC);
CREATE INDEX sessions_not_after_idx ON auth.sessions (not_after);
COMMENT ON TABLE auth.sessions IS 'owner: platform-auth. Sign-ins that are alive; signing out deletes the row.';

CREATE TABLE auth.refresh_tokens (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instance_id uuid,
  -- Hex SHA-256 of the token.
  token text NOT NULL UNIQUE CHECK (token ~ '^[0-9a-f]{64}$'),
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  session_id uuid NOT NULL REFERENCES auth.sessions ON DELETE CASCADE,
  -- Hash of the token this one replaced.
  parent text,
  -- With the parent's plain text it gives this token's, so that a lost answer can be given again.
  nonce bytea NOT NULL CHECK (length(nonce) = 32),
  revoked boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE UNIQUE INDEX refresh_tokens_one_active_idx ON auth.refresh_tokens (session_id) WHERE NOT revoked;
CREATE INDEX refresh_tokens_session_id_idx ON auth.refresh_tokens (session_id);
COMMENT ON TABLE auth.refresh_tokens IS 'owner: platform-auth. Rotating tokens of programs; one active per session, as hashes.';

CREATE TABLE auth.session_cookies (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  session_id uuid NOT NULL REFERENCES auth.sessions ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  -- Set when this cookie was due: what the browser shall carry from now on.
  successor bytea UNIQUE REFERENCES auth.session_cookies (hash) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  successor_nonce bytea CHECK (length(successor_nonce) = 32),
  -- Set when the successor was first presented; this one then dies after a short grace.
  superseded_at timestamptz,
  CHECK ((successor IS NULL) = (successor_nonce IS NULL))
);
CREATE INDEX session_cookies_session_id_idx ON auth.session_cookies (session_id);
COMMENT ON TABLE auth.session_cookies IS 'owner: platform-auth. Cookies of page sessions, as hashes.';

CREATE TABLE auth.one_time_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  token_type text NOT NULL CHECK (token_type IN ('confirmation_token', 'magic_link_token', 'recovery_token', 'email_change_token_new', 'email_change_token_current', 'reauthentication_token')),
  -- Hex SHA-256 of the token.
  token_hash text NOT NULL UNIQUE CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  -- The address it was sent to; a token is void once the person's address is another one.
  relates_to text NOT NULL,
  -- The password chosen at this very sign-up: the link confirms what was asked for with it, and not
  -- what somebody else asked for at the same address.
  encrypted_password text,
  user_meta_data jsonb,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE INDEX one_time_tokens_user_id_idx ON auth.one_time_tokens (user_id, token_type);
CREATE INDEX one_time_tokens_expires_at_idx ON auth.one_time_tokens (expires_at);
COMMENT ON TABLE auth.one_time_tokens IS 'owner: platform-auth. Links in mails: hashed, expiring, good for one use.';

CREATE TABLE auth.flow_state (
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES auth.users ON DELETE CASCADE,
  auth_code text NOT NULL UNIQUE,
  code_challenge_method text NOT NULL CHECK (code_challenge_method IN ('s256', 'plain')),
  code_challenge text NOT NULL,
  provider_type text NOT NULL,
  provider_access_token text,
  provider_refresh_token text,
  authentication_method text NOT NULL,
  auth_code_issued_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE INDEX flow_state_user_id_idx ON auth.flow_state (user_id);
COMMENT ON TABLE auth.flow_state IS 'owner: platform-auth. Sign-ins under way between two requests (PKCE).';

-- One leaky bucket per account and per address. Hot only for who is attacked; shared by all nodes.
CREATE TABLE auth.attempts (
  -- SHA-256 of what is counted: neither addresses of people nor of machines lie here.
  subject bytea PRIMARY KEY CHECK (length(subject) = 32),
  -- When the bucket will be empty again.
  empty_at timestamptz NOT NULL
);
CREATE INDEX attempts_empty_at_idx ON auth.attempts (empty_at);
COMMENT ON TABLE auth.attempts IS 'owner: platform-auth. Failed and counted attempts at the doors.';

CREATE TABLE public.platform_users (
  id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE,
  full_name text NOT NULL DEFAULT '' CHECK (length(full_name) <= 200),
  -- Follows auth.users.
  email text,
  locale text NOT NULL DEFAULT 'en' CHECK (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE public.platform_users IS 'owner: platform-auth. What people tell about themselves.';
