-- What somebody is told. Kind and values are kept, never the told text: it is told in the language of whoever reads it.
CREATE TABLE notify.notices (
  -- Made from person and key: the same notice always has the same id.
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  organization_id uuid,
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$' AND length(kind) <= 100),
  -- Names what happened: a second notice of it is none.
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  -- Where it leads: a path of this house and nothing else.
  about text NOT NULL CONSTRAINT notices_lead_into_the_house CHECK (about ~ '^/' AND about !~ '^//' AND about !~ '[\\[:space:][:cntrl:]]' AND length(about) <= 500),
  given jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(given) = 'object' AND octet_length(given::text) <= 4096),
  in_app boolean NOT NULL,
  -- How it goes by mail, as decided when it was told.
  mail text NOT NULL CHECK (mail IN ('never', 'now', 'digest')),
  mailed_at timestamptz,
  read_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT notices_once UNIQUE (user_id, key),
  CONSTRAINT notices_mailed_as_chosen CHECK (mail <> 'never' OR mailed_at IS NULL)
);
COMMENT ON TABLE notify.notices IS 'owner: platform-inbox. What people are told in the house, and what waits to be mailed.';
CREATE INDEX notices_list ON notify.notices (user_id, created_at DESC, id DESC) WHERE in_app;
CREATE INDEX notices_unread ON notify.notices (user_id) WHERE in_app AND read_at IS NULL;
CREATE INDEX notices_for_digest ON notify.notices (user_id, created_at) WHERE mail = 'digest' AND mailed_at IS NULL;
CREATE INDEX notices_age ON notify.notices (created_at);

-- Only what differs from a kind's own way is kept.
CREATE TABLE notify.choices (
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$' AND length(kind) <= 100),
  channel text NOT NULL CHECK (channel IN ('in_app', 'mail')),
  mode text NOT NULL CHECK (mode IN ('now', 'digest', 'never')),
  chosen_at timestamptz NOT NULL DEFAULT clock.now(),
  PRIMARY KEY (user_id, kind, channel),
  CONSTRAINT choices_in_app_at_once CHECK (channel = 'mail' OR mode <> 'digest')
);
COMMENT ON TABLE notify.choices IS 'owner: platform-inbox. By which way somebody wants to be told of what.';

CREATE TABLE notify.settings (
  user_id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE,
  -- IANA name; hours below are hours of its clocks.
  zone text NOT NULL CHECK (length(zone) BETWEEN 1 AND 64),
  quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 23),
  quiet_until smallint CHECK (quiet_until BETWEEN 0 AND 23),
  digest text NOT NULL DEFAULT 'daily' CHECK (digest IN ('off', 'daily', 'weekly')),
  digest_hour smallint NOT NULL DEFAULT 8 CHECK (digest_hour BETWEEN 0 AND 23),
  -- The day, there, of the last digest; the digest's own.
  digested_on date,
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT settings_quiet_begins_and_ends CHECK ((quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from <> quiet_until)
);
COMMENT ON TABLE notify.settings IS 'owner: platform-inbox. Somebody''s quiet hours, and when their digest comes.';

-- The bell follows one's own notices. Ids alone.
ALTER PUBLICATION callboard_live ADD TABLE notify.notices (id, user_id);
