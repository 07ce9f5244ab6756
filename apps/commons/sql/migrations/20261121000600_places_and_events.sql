-- Places where events happen.
CREATE TABLE public.venues (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 120),
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  -- The name in other languages, by BCP 47 tag.
  names jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(names) = 'object'),
  address text NOT NULL DEFAULT '' CHECK (length(address) <= 500),
  city text NOT NULL DEFAULT '' CHECK (length(city) <= 120),
  country text NOT NULL DEFAULT '' CHECK (country = '' OR country ~ '^[A-Z]{2}$'),
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  timezone text NOT NULL,
  capacity integer CHECK (capacity > 0),
  import_source text,
  import_id text,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (organization_id, slug),
  UNIQUE (organization_id, import_source, import_id),
  UNIQUE (id, organization_id),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CHECK ((import_source IS NULL) = (import_id IS NULL))
);
COMMENT ON TABLE public.venues IS 'owner: commons. Places where events happen.';

-- What people come to. `sold out`, `on sale` and `past` are derived from stock, sale windows and the clock.
CREATE TABLE public.events (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  venue_id uuid,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 160),
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 300),
  names jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(names) = 'object'),
  category text NOT NULL DEFAULT '' CHECK (length(category) <= 60),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 20000),
  descriptions jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(descriptions) = 'object'),
  presenter text NOT NULL DEFAULT '' CHECK (length(presenter) <= 500),
  -- The organization's name, kept here by trigger: everybody may read it on the event, nobody the table of organizations.
  organizer text NOT NULL DEFAULT '',
  starts_at timestamptz,
  ends_at timestamptz,
  doors_at timestamptz,
  timezone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL DEFAULT 'draft' CONSTRAINT events_status_known CHECK (status IN ('draft', 'published', 'postponed', 'cancelled', 'completed')),
  visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'unlisted', 'private')),
  age_limit text NOT NULL DEFAULT '' CHECK (length(age_limit) <= 500),
  -- Why an imported event is still a draft.
  draft_reason text NOT NULL DEFAULT '',
  -- Texts of the source, word for word, by the source's field names.
  source_texts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(source_texts) = 'object'),
  import_source text,
  import_id text,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (organization_id, import_source, import_id),
  UNIQUE (id, organization_id),
  FOREIGN KEY (venue_id, organization_id) REFERENCES public.venues (id, organization_id),
  CONSTRAINT events_end_after_start CHECK (ends_at > starts_at),
  CONSTRAINT events_doors_before_start CHECK (doors_at <= starts_at),
  CONSTRAINT events_published_has_start CHECK (status = 'draft' OR starts_at IS NOT NULL),
  CHECK ((import_source IS NULL) = (import_id IS NULL))
);
CREATE INDEX events_organization ON public.events (organization_id, starts_at);
CREATE INDEX events_public_listing ON public.events (starts_at, id) WHERE status IN ('published', 'postponed') AND visibility = 'public';
COMMENT ON TABLE public.events IS 'owner: commons. What people come to.';

-- Double entry. A posted journal never changes; a mistake is reversed.
CREATE TABLE public.ledger_accounts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  code text NOT NULL CHECK (code ~ '^[0-9]{4}$'),
  name text NOT NULL CHECK (btrim(name) <> ''),
  type text NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  UNIQUE (organization_id, code),
  UNIQUE (id, organization_id)
);
COMMENT ON TABLE public.ledger_accounts IS 'owner: commons. Chart of accounts, one per organization.';

CREATE TABLE public.journals (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  posted_at timestamptz NOT NULL DEFAULT clock.now(),
  memo text NOT NULL CHECK (btrim(memo) <> ''),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- What it records: posted once per source and kind, whatever is repeated.
  source_type text NOT NULL,
  source_id uuid NOT NULL,
  kind text NOT NULL,
  reverses_id uuid UNIQUE,
  event_id uuid,
  CONSTRAINT journals_once_per_source UNIQUE (source_type, source_id, kind),
  UNIQUE (id, organization_id),
  FOREIGN KEY (reverses_id, organization_id) REFERENCES public.journals (id, organization_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX journals_organization ON public.journals (organization_id, posted_at);
COMMENT ON TABLE public.journals IS 'owner: commons. Balanced, immutable postings.';

CREATE TABLE public.ledger_entries (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  journal_id uuid NOT NULL,
  account_id uuid NOT NULL,
  side text NOT NULL CHECK (side IN ('debit', 'credit')),
  amount_minor bigint NOT NULL CONSTRAINT ledger_entries_positive CHECK (amount_minor > 0),
  event_id uuid,
  FOREIGN KEY (journal_id, organization_id) REFERENCES public.journals (id, organization_id),
  FOREIGN KEY (account_id, organization_id) REFERENCES public.ledger_accounts (id, organization_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX ledger_entries_journal ON public.ledger_entries (journal_id);
CREATE INDEX ledger_entries_account ON public.ledger_entries (organization_id, account_id);
COMMENT ON TABLE public.ledger_entries IS 'owner: commons. Sides of a journal.';
