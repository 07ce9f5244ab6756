GRANT SELECT ON public.ticket_type_zones TO anon, authenticated, callboard_claims, callboard_sales, callboard_definer;
GRANT INSERT, DELETE ON public.ticket_type_zones TO authenticated;
CREATE POLICY ticket_type_zones_with_event ON public.ticket_type_zones FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY ticket_type_zones_service ON public.ticket_type_zones FOR SELECT TO callboard_claims, callboard_sales, callboard_definer USING (true);
CREATE POLICY ticket_type_zones_insert ON public.ticket_type_zones FOR INSERT TO authenticated
  WITH CHECK (event_id IN (SELECT e.id FROM public.events e WHERE e.organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])));
CREATE POLICY ticket_type_zones_delete ON public.ticket_type_zones FOR DELETE TO authenticated
  USING (event_id IN (SELECT e.id FROM public.events e WHERE e.organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])));
