-- Fees and taxes are shown before anybody pays.
GRANT SELECT ON public.tax_rules TO anon, authenticated, callboard_sales, callboard_definer;
GRANT INSERT, UPDATE, DELETE ON public.tax_rules TO authenticated;
CREATE POLICY tax_rules_with_event ON public.tax_rules FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY tax_rules_service ON public.tax_rules FOR SELECT TO callboard_sales, callboard_definer USING (true);
CREATE POLICY tax_rules_insert ON public.tax_rules FOR INSERT TO authenticated WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY tax_rules_update ON public.tax_rules FOR UPDATE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])) WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY tax_rules_delete ON public.tax_rules FOR DELETE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
