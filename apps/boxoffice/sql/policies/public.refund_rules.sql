GRANT SELECT ON public.refund_rules TO anon, authenticated, callboard_sales, callboard_definer;
GRANT INSERT, DELETE ON public.refund_rules TO authenticated;
CREATE POLICY refund_rules_with_event ON public.refund_rules FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY refund_rules_service ON public.refund_rules FOR SELECT TO callboard_sales, callboard_definer USING (true);
CREATE POLICY refund_rules_insert ON public.refund_rules FOR INSERT TO authenticated WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY refund_rules_delete ON public.refund_rules FOR DELETE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
