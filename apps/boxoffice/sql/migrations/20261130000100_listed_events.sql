-- What everybody may find. Public search reads these two narrow tables and no policy of the wide ones: under a policy the
-- operators of text search use no index. They are kept by triggers, in the transaction that changes what they tell.
CREATE TABLE public.listed_events (
  event_id uuid PRIMARY KEY REFERENCES public.events (id) ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  category text NOT NULL,
  -- The town as it is written, and as it is compared.
  city text NOT NULL,
  city_key text NOT NULL,
  currency text NOT NULL,
  timezone text NOT NULL,
  starts_at timestamptz NOT NULL,
  -- The end, or the start where no end is known.
  ends_at timestamptz NOT NULL,
  -- The first and the last day on the clocks of the place; none while a new date is open.
  starts_on date,
  ends_on date,
  -- Since when it can be found without interruption.
  listed_at timestamptz NOT NULL,
  -- All titles, as they are compared; and titles, places and presenters, for near matches.
  title text NOT NULL,
  brief text NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX listed_events_time ON public.listed_events (starts_at, event_id);
CREATE INDEX listed_events_words ON public.listed_events USING gin (words);
CREATE INDEX listed_events_brief ON public.listed_events USING gin (brief gin_trgm_ops);
COMMENT ON TABLE public.listed_events IS 'owner: boxoffice. Public events as everybody may find them; kept by triggers.';

CREATE TABLE public.listed_prices (
  ticket_type_id uuid PRIMARY KEY,
  event_id uuid NOT NULL REFERENCES public.listed_events (event_id) ON DELETE CASCADE,
  -- What one ticket costs, everything in, in minor units of the event's currency.
  all_in_minor bigint NOT NULL,
  opens_at timestamptz,
  closes_at timestamptz
);
CREATE INDEX listed_prices_event ON public.listed_prices (event_id);
COMMENT ON TABLE public.listed_prices IS 'owner: boxoffice. Prices of public events, everything in; kept by triggers.';
