-- A notice carries the time it was posted; an event that is out remembers the start that people were told before.
CREATE OR REPLACE FUNCTION public.events_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.notice IS DISTINCT FROM OLD.notice THEN
    NEW.notice_at := CASE WHEN NEW.notice <> '' THEN clock.now() END;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.status = 'draft' OR NEW.starts_at IS NOT DISTINCT FROM OLD.previous_starts_at THEN
      NEW.previous_starts_at := NULL;
    ELSIF OLD.status <> 'draft' AND NEW.starts_at IS DISTINCT FROM OLD.starts_at THEN
      NEW.previous_starts_at := OLD.starts_at;
    END IF;
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION public.events_told() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_told BEFORE INSERT OR UPDATE OF notice, starts_at, status ON public.events FOR EACH ROW EXECUTE FUNCTION public.events_told();
