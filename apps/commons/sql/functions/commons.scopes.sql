-- Venues and events are scopes: a grant on the organization or the venue reaches the event.
CREATE OR REPLACE TRIGGER venues_scope AFTER INSERT OR DELETE ON public.venues FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('venue');
CREATE OR REPLACE TRIGGER events_scope AFTER INSERT OR UPDATE OF venue_id OR DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('event', 'venue_id');
CREATE OR REPLACE TRIGGER venues_touch BEFORE UPDATE ON public.venues FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER events_touch BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION platform.touch();
