GRANT SELECT ON public.payments TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.payments TO callboard_sales;
GRANT SELECT ON public.payments TO callboard_definer;
CREATE POLICY payments_staff ON public.payments FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('payments:view', 'organization'))::uuid[]));
CREATE POLICY payments_service ON public.payments FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
CREATE POLICY payments_definer ON public.payments FOR SELECT TO callboard_definer USING (true);
