-- Which stock a type that sold draws from is changed by boxoffice.set_quota alone, which counts (ticket_type_pools_counted).
GRANT SELECT ON public.ticket_type_pools TO anon, authenticated, callboard_claims, callboard_sales;
GRANT SELECT, INSERT, DELETE ON public.ticket_type_pools TO callboard_definer;
GRANT INSERT ON public.ticket_type_pools TO authenticated;
CREATE POLICY ticket_type_pools_with_event ON public.ticket_type_pools FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY ticket_type_pools_service ON public.ticket_type_pools FOR SELECT TO callboard_claims, callboard_sales USING (true);
CREATE POLICY ticket_type_pools_definer ON public.ticket_type_pools FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
CREATE POLICY ticket_type_pools_insert ON public.ticket_type_pools FOR INSERT TO authenticated
  WITH CHECK (event_id IN (SELECT e.id FROM public.events e WHERE e.organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])));
