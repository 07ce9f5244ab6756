GRANT SELECT ON public.cancellation_failures TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.cancellation_failures TO callboard_sales;
CREATE POLICY cancellation_failures_staff ON public.cancellation_failures FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY cancellation_failures_service ON public.cancellation_failures FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
