-- Keys of secrets at rest. Everything secret in here is itself encrypted: data keys by the master key, which is
-- never in the database; private keys by a data key.
CREATE SCHEMA vault;

CREATE TABLE vault.keys (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose <> ''),
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  -- Seals nothing new from then on; still opens what it sealed.
  retired_at timestamptz
);
COMMENT ON TABLE vault.keys IS 'owner: platform-keyring; sealed. Data keys, wrapped by the master key.';
-- One key seals at a time.
CREATE UNIQUE INDEX keys_current ON vault.keys (purpose) WHERE retired_at IS NULL;
ALTER TABLE vault.keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE TABLE vault.signing_keys (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose <> ''),
  -- What the key speaks for, such as an event; none for the whole house.
  subject uuid,
  -- Short name of the key within its purpose and subject, as codes carry it.
  number integer NOT NULL CHECK (number BETWEEN 1 AND 65535),
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  sealed_private bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  -- Signs nothing new from then on; signatures it made still verify.
  retired_at timestamptz,
  CONSTRAINT signing_keys_number UNIQUE NULLS NOT DISTINCT (purpose, subject, number)
);
COMMENT ON TABLE vault.signing_keys IS 'owner: platform-keyring; sealed. Ed25519 keys; the private half is sealed by a data key.';
ALTER TABLE vault.signing_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
