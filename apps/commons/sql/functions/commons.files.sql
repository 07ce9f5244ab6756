CREATE OR REPLACE TRIGGER event_pictures_touch BEFORE UPDATE ON public.event_pictures FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER venue_plans_touch BEFORE UPDATE ON public.venue_plans FOR EACH ROW EXECUTE FUNCTION platform.touch();
