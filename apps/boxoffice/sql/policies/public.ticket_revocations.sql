GRANT SELECT ON public.ticket_revocations TO authenticated;
GRANT SELECT, INSERT ON public.ticket_revocations TO callboard_sales;
CREATE POLICY ticket_revocations_staff ON public.ticket_revocations FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY ticket_revocations_service ON public.ticket_revocations FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
