-- Who gives tickets away, and who looks at the orders that came of it.
GRANT SELECT ON public.comp_batches TO authenticated;
GRANT SELECT, INSERT ON public.comp_batches TO callboard_sales;
CREATE POLICY comp_batches_staff ON public.comp_batches FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]) OR organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY comp_batches_service ON public.comp_batches FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
