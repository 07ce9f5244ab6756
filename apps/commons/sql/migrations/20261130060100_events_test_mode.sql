-- An event that is tried out: reachable by its address, in no list, and whatever is bought there is a test.
-- A status of its own, because it excludes all others: what lists published events never finds it.
ALTER TABLE public.events DROP CONSTRAINT events_status_known;
ALTER TABLE public.events ADD CONSTRAINT events_status_known CHECK (status IN ('draft', 'test', 'published', 'postponed', 'cancelled', 'completed'));
ALTER TABLE public.events ADD COLUMN test_mode boolean NOT NULL GENERATED ALWAYS AS (status = 'test') STORED;
