-- Whoever may see the event may see what is left. Written by the functions of schema boxoffice alone.
GRANT SELECT ON public.pools TO anon, authenticated, callboard_claims, callboard_sales;
GRANT INSERT ON public.pools TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.pools TO callboard_definer;
CREATE POLICY pools_with_event ON public.pools FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY pools_new ON public.pools FOR INSERT TO authenticated WITH CHECK (held = 0 AND sold = 0 AND (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])));
CREATE POLICY pools_service ON public.pools FOR SELECT TO callboard_claims, callboard_sales USING (true);
CREATE POLICY pools_definer ON public.pools FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
