GRANT SELECT ON public.ledger_entries TO authenticated;
GRANT SELECT, INSERT ON public.ledger_entries TO callboard_sales;
GRANT SELECT ON public.ledger_entries TO callboard_definer;
CREATE POLICY ledger_entries_read ON public.ledger_entries FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('ledger:view', 'organization'))::uuid[]));
CREATE POLICY ledger_entries_service ON public.ledger_entries FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
CREATE POLICY ledger_entries_definer ON public.ledger_entries FOR SELECT TO callboard_definer USING (true);
