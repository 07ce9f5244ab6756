-- A second proof of who somebody is, with Supabase's names where it has them.
CREATE TABLE auth.mfa_factors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  friendly_name text NOT NULL DEFAULT '' CHECK (length(friendly_name) <= 100),
  factor_type text NOT NULL DEFAULT 'totp' CHECK (factor_type = 'totp'),
  -- It counts once a code was given for it.
  status text NOT NULL DEFAULT 'unverified' CHECK (status IN ('unverified', 'verified')),
  -- Sealed by the keyring for this column of this row.
  secret bytea NOT NULL,
  last_challenged_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE UNIQUE INDEX mfa_factors_name ON auth.mfa_factors (user_id, friendly_name) WHERE friendly_name <> '';
CREATE INDEX mfa_factors_user_id_idx ON auth.mfa_factors (user_id, status);
COMMENT ON TABLE auth.mfa_factors IS 'owner: platform-auth. Authenticator apps of people: secrets sealed, counting once verified.';

CREATE TABLE auth.mfa_challenges (
  id uuid PRIMARY KEY,
  factor_id uuid NOT NULL REFERENCES auth.mfa_factors ON DELETE CASCADE,
  ip_address inet,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE INDEX mfa_challenges_factor_id_idx ON auth.mfa_challenges (factor_id);
CREATE INDEX mfa_challenges_expires_at_idx ON auth.mfa_challenges (expires_at);
COMMENT ON TABLE auth.mfa_challenges IS 'owner: platform-auth. Questions for a code that programs asked for; gone once answered.';

-- The key is the rule: a code is accepted once (RFC 6238, section 5.2), whatever runs at once.
CREATE TABLE auth.mfa_used_steps (
  factor_id uuid NOT NULL REFERENCES auth.mfa_factors ON DELETE CASCADE,
  step bigint NOT NULL,
  used_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT mfa_used_steps_once PRIMARY KEY (factor_id, step)
);
CREATE INDEX mfa_used_steps_used_at_idx ON auth.mfa_used_steps (used_at);
COMMENT ON TABLE auth.mfa_used_steps IS 'owner: platform-auth. Time steps whose code was accepted: none is accepted again.';

CREATE TABLE auth.recovery_codes (
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  -- SHA-256 of the person and 80 random bits: nothing to guess.
  hash bytea NOT NULL CHECK (length(hash) = 32),
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  PRIMARY KEY (user_id, hash)
);
COMMENT ON TABLE auth.recovery_codes IS 'owner: platform-auth. What stands in for a lost authenticator app, as hashes, each good once.';

-- Who needs a second proof: whoever runs the house (the setting sign_in.second_factor), and the staff of organizations that say so.
CREATE TABLE auth.second_factor_rule (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  operators boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE auth.second_factor_rule IS 'owner: platform-auth. Whether whoever runs the platform needs a second factor: the setting sign_in.second_factor.';
INSERT INTO auth.second_factor_rule DEFAULT VALUES;
ALTER TABLE public.organizations ADD COLUMN staff_second_factor boolean NOT NULL DEFAULT false;
-- Roles of those who run the house: on the whole platform they count only with what the house asks of them.
ALTER TABLE public.role_definitions ADD COLUMN operates boolean NOT NULL DEFAULT false;

-- Its answer gains columns; the function's file makes it anew.
DROP FUNCTION IF EXISTS auth.session_by_cookie(bytea);
