-- Venues and events are scopes: a grant on the organization or the venue reaches the event.
CREATE OR REPLACE FUNCTION public.venues_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM auth.register_scope(NEW.id, 'venue', NEW.organization_id, ARRAY[NEW.organization_id]);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.events_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM auth.register_scope(NEW.id, 'event', NEW.organization_id, array_remove(ARRAY[NEW.organization_id, NEW.venue_id], NULL));
  RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION public.venues_scope(), public.events_scope() TO PUBLIC;
CREATE OR REPLACE TRIGGER venues_scope AFTER INSERT ON public.venues FOR EACH ROW EXECUTE FUNCTION public.venues_scope();
CREATE OR REPLACE TRIGGER events_scope AFTER INSERT OR UPDATE OF venue_id ON public.events FOR EACH ROW EXECUTE FUNCTION public.events_scope();
CREATE OR REPLACE TRIGGER venues_touch BEFORE UPDATE ON public.venues FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER events_touch BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION platform.touch();
