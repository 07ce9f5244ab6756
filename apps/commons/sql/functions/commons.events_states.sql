-- The transition table of an event's status; the same one stands in code (`EventStatus::may_become`).
CREATE OR REPLACE FUNCTION public.events_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (
    ('draft', 'published'), ('draft', 'test'), ('test', 'draft'), ('test', 'published'), ('published', 'draft'), ('published', 'postponed'), ('published', 'cancelled'), ('published', 'completed'),
    ('postponed', 'published'), ('postponed', 'cancelled')
  ) THEN
    RAISE EXCEPTION 'an event that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = 'events_transition', TABLE = 'events';
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION public.events_transition() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_transition BEFORE UPDATE OF status ON public.events FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION public.events_transition();
