-- Signing in with an account elsewhere (OpenID Connect): what is remembered between two requests.
CREATE TABLE auth.provider_flows (
  -- SHA-256 of the state; the row goes with its first answer, so that none is taken twice.
  state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
  -- SHA-256 of the cookie of the browser that began: nobody finishes a sign-in that another browser began.
  browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
  provider text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('page', 'program', 'connect')),
  -- Where a page goes on to, a path here.
  next text,
  -- Where a program is answered, and what it will prove itself with (PKCE).
  redirect_to text,
  code_challenge text,
  code_challenge_method text CHECK (code_challenge_method IN ('s256', 'plain')),
  -- Who connects the account elsewhere with their own.
  user_id uuid REFERENCES auth.users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT provider_flows_connects_somebody CHECK ((purpose = 'connect') = (user_id IS NOT NULL)),
  CONSTRAINT provider_flows_answers_a_program CHECK ((purpose = 'program') = (redirect_to IS NOT NULL)),
  CONSTRAINT provider_flows_whole_challenge CHECK ((code_challenge IS NULL) = (code_challenge_method IS NULL))
);
CREATE INDEX provider_flows_user_id_idx ON auth.provider_flows (user_id);
CREATE INDEX provider_flows_expires_at_idx ON auth.provider_flows (expires_at);
COMMENT ON TABLE auth.provider_flows IS 'owner: platform-auth. Sign-ins at providers under way, by hashes.';

-- A provider vouches for an address that has an account here: its owner has to prove that it is theirs, too.
CREATE TABLE auth.provider_offers (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  provider text NOT NULL,
  provider_id text NOT NULL,
  identity_data jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE INDEX provider_offers_user_id_idx ON auth.provider_offers (user_id);
CREATE INDEX provider_offers_expires_at_idx ON auth.provider_offers (expires_at);
COMMENT ON TABLE auth.provider_offers IS 'owner: platform-auth. Accounts elsewhere that wait to be connected by the owner of the account here.';
