GRANT SELECT ON public.refund_tickets TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.refund_tickets TO callboard_sales;
CREATE POLICY refund_tickets_staff ON public.refund_tickets FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY refund_tickets_service ON public.refund_tickets FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
