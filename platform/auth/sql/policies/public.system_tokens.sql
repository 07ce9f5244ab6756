-- Written by the exchange alone.
GRANT SELECT ON public.system_tokens TO authenticated, callboard_definer;
CREATE POLICY managers_read ON public.system_tokens FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]));
CREATE POLICY definer_reads ON public.system_tokens FOR SELECT TO callboard_definer USING (true);
