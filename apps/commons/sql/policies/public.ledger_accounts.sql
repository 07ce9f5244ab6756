GRANT SELECT ON public.ledger_accounts TO authenticated;
GRANT SELECT, INSERT ON public.ledger_accounts TO callboard_sales, callboard_definer;
CREATE POLICY ledger_accounts_read ON public.ledger_accounts FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('ledger:view', 'organization'))::uuid[]));
CREATE POLICY ledger_accounts_service ON public.ledger_accounts FOR ALL TO callboard_sales, callboard_definer USING (true) WITH CHECK (true);
