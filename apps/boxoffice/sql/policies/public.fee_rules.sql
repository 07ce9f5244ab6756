-- Fees and taxes are shown before anybody pays.
GRANT SELECT ON public.fee_rules TO anon, authenticated, callboard_sales, callboard_definer;
GRANT INSERT, UPDATE, DELETE ON public.fee_rules TO authenticated;
CREATE POLICY fee_rules_with_event ON public.fee_rules FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY fee_rules_service ON public.fee_rules FOR SELECT TO callboard_sales, callboard_definer USING (true);
CREATE POLICY fee_rules_insert ON public.fee_rules FOR INSERT TO authenticated WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY fee_rules_update ON public.fee_rules FOR UPDATE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])) WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY fee_rules_delete ON public.fee_rules FOR DELETE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
