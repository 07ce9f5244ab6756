-- Whoever may see the event reads what it promises, before anybody pays.
GRANT SELECT ON public.refund_policies TO anon, authenticated, callboard_sales;
GRANT INSERT, UPDATE, DELETE ON public.refund_policies TO authenticated;
GRANT SELECT, UPDATE ON public.refund_policies TO callboard_definer;
CREATE POLICY refund_policies_with_event ON public.refund_policies FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY refund_policies_service ON public.refund_policies FOR SELECT TO callboard_sales USING (true);
CREATE POLICY refund_policies_definer ON public.refund_policies FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
CREATE POLICY refund_policies_insert ON public.refund_policies FOR INSERT TO authenticated WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY refund_policies_update ON public.refund_policies FOR UPDATE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[])) WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
CREATE POLICY refund_policies_delete ON public.refund_policies FOR DELETE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]));
