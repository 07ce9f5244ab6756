-- Only what everybody may know stands here.
GRANT SELECT ON public.listed_events TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.listed_events TO callboard_definer;
CREATE POLICY listed_events_public ON public.listed_events FOR SELECT TO anon, authenticated USING (true);
CREATE POLICY listed_events_definer ON public.listed_events FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
