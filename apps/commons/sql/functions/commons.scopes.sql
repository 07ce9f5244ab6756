-- Venues and events are scopes: a grant on the organization or the venue reaches the event.
CREATE OR REPLACE TRIGGER venues_scope AFTER INSERT OR DELETE ON public.venues FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('venue');
CREATE OR REPLACE TRIGGER events_scope AFTER INSERT OR UPDATE OF venue_id OR DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('event', 'venue_id');
CREATE OR REPLACE TRIGGER venues_touch BEFORE UPDATE ON public.venues FOR EACH ROW EXECUTE FUNCTION platform.touch();
-- Showing the programme or hiding it changes none of the event's words: an open form stays good, an import still knows the event as its own.
CREATE OR REPLACE TRIGGER events_touch BEFORE UPDATE ON public.events FOR EACH ROW
  WHEN (OLD.programme_published_at IS NOT DISTINCT FROM NEW.programme_published_at) EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER programme_items_touch BEFORE UPDATE ON public.programme_items FOR EACH ROW EXECUTE FUNCTION platform.touch();
