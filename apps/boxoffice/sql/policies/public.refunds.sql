GRANT SELECT ON public.refunds TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.refunds TO callboard_sales;
CREATE POLICY refunds_staff ON public.refunds FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY refunds_service ON public.refunds FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
