GRANT SELECT ON public.payment_refunds TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.payment_refunds TO callboard_sales;
CREATE POLICY payment_refunds_staff ON public.payment_refunds FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('payments:view', 'organization'))::uuid[]));
CREATE POLICY payment_refunds_service ON public.payment_refunds FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
