CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO anon, authenticated, service_role, callboard_definer, callboard_claims, callboard_sales;

-- Orders the rows of one transaction: part of their ids.
CREATE SEQUENCE audit.event_order;
GRANT USAGE ON SEQUENCE audit.event_order TO callboard_definer;

CREATE TABLE audit.events (
  id uuid PRIMARY KEY,
  organization_id uuid,
  -- The organization's chain, or the house's own.
  chain uuid NOT NULL GENERATED ALWAYS AS (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- The login behind the door: the one thing a session cannot say about itself.
  login text NOT NULL,
  user_id uuid,
  guest_id uuid,
  impersonator_id uuid,
  system_why text,
  action text NOT NULL CHECK (action ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$' AND length(action) <= 100),
  subject_type text NOT NULL CHECK (length(subject_type) BETWEEN 1 AND 100),
  subject_id uuid,
  before jsonb,
  after jsonb,
  at timestamptz NOT NULL,
  ip inet,
  request_id uuid
);
COMMENT ON TABLE audit.events IS 'owner: platform-audit. Who did what, append-only, in the transaction of what was done; sealed (written by audit.record alone).';
CREATE INDEX events_chain ON audit.events (chain, xid, id);
CREATE INDEX events_xid ON audit.events (xid);
CREATE INDEX events_organization_at ON audit.events (organization_id, at DESC);
CREATE INDEX events_subject ON audit.events (subject_id, at DESC) WHERE subject_id IS NOT NULL;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.events
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE audit.seals (
  chain uuid NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  -- Last row sealed, in the order (xid, id).
  upto_xid xid8 NOT NULL,
  upto_id uuid NOT NULL,
  -- Every transaction below this was finished when the seal was made: no row below it may appear later.
  horizon xid8 NOT NULL,
  rows integer NOT NULL CHECK (rows > 0),
  -- 48 bytes a row: its id and the SHA-256 of its canonical form.
  entries bytea NOT NULL CHECK (octet_length(entries) = rows * 48),
  previous_hash bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (chain, number)
);
COMMENT ON TABLE audit.seals IS 'owner: platform-audit. The chain over the audit of one organization (nil: of the house); sealed (made by the sealer alone).';
CREATE INDEX seals_horizon ON audit.seals (horizon DESC);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seals
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
