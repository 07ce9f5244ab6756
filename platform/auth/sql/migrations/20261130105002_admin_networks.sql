-- From where the house is run. No row: from everywhere.
CREATE TABLE auth.admin_networks (
  network cidr PRIMARY KEY,
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
  added_by uuid DEFAULT auth.uid() REFERENCES auth.users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now()
);
CREATE INDEX admin_networks_added_by_idx ON auth.admin_networks (added_by);
COMMENT ON TABLE auth.admin_networks IS 'owner: platform-auth. Networks from which the powers of whoever runs the platform count.';
