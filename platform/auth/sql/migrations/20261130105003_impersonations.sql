-- Support acts as somebody: why, on which sign-in, until when.
CREATE TABLE auth.impersonations (
  id uuid PRIMARY KEY,
  impersonator_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  target_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  -- The impersonator's sign-in; what it may do lives and dies with it.
  session_id uuid REFERENCES auth.sessions ON DELETE SET NULL,
  reason text NOT NULL CONSTRAINT impersonations_reason CHECK (length(btrim(reason)) BETWEEN 10 AND 500),
  started_at timestamptz NOT NULL DEFAULT clock.now(),
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT impersonations_of_another CHECK (impersonator_id <> target_id),
  CONSTRAINT impersonations_half_an_hour CHECK (ends_at > started_at AND ends_at <= started_at + interval '30 minutes')
);
CREATE UNIQUE INDEX impersonations_one_at_a_time ON auth.impersonations (session_id) WHERE ended_at IS NULL;
CREATE INDEX impersonations_impersonator_id_idx ON auth.impersonations (impersonator_id, started_at DESC);
CREATE INDEX impersonations_target_id_idx ON auth.impersonations (target_id, started_at DESC);
COMMENT ON TABLE auth.impersonations IS 'owner: platform-auth. Who acted as whom, why and how long.';

-- A person allows support to act for them, for a while.
CREATE TABLE auth.support_grants (
  user_id uuid PRIMARY KEY DEFAULT auth.uid() REFERENCES auth.users ON DELETE CASCADE,
  until timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT support_grants_a_day CHECK (until <= created_at + interval '24 hours')
);
COMMENT ON TABLE auth.support_grants IS 'owner: platform-auth. Who lets support act for them, and until when.';
