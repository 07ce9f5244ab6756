GRANT SELECT ON public.journals TO authenticated;
GRANT SELECT, INSERT ON public.journals TO callboard_sales;
GRANT SELECT ON public.journals TO callboard_definer;
CREATE POLICY journals_read ON public.journals FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('ledger:view', 'organization'))::uuid[]));
CREATE POLICY journals_service ON public.journals FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
CREATE POLICY journals_definer ON public.journals FOR SELECT TO callboard_definer USING (true);
