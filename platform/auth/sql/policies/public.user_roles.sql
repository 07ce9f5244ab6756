-- Expired grants are hidden from everybody but the house. A grant is given and taken, never changed.
GRANT SELECT, DELETE ON public.user_roles TO authenticated;
GRANT INSERT (id, user_id, role, scope_id, expires_at, granted_by) ON public.user_roles TO authenticated;
CREATE POLICY self_reads ON public.user_roles FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) AND (expires_at IS NULL OR expires_at > (SELECT clock.now())));
CREATE POLICY colleagues_read ON public.user_roles FOR SELECT TO authenticated
  USING ((organization_id = ANY ((SELECT auth.scopes_with('members:view', 'organization'))::uuid[])
          OR scope_id = ANY ((SELECT auth.scopes_with('members:view', 'any'))::uuid[])
          OR (SELECT auth.on_platform('members:view')))
         AND (expires_at IS NULL OR expires_at > (SELECT clock.now())));
-- Nobody grants above themselves. The organization follows from the scope (trigger), the time counts too.
CREATE POLICY granter_grants ON public.user_roles FOR INSERT TO authenticated
  WITH CHECK (granted_by = (SELECT auth.uid()) AND auth.may_grant(role, scope_id, expires_at));
CREATE POLICY granter_revokes ON public.user_roles FOR DELETE TO authenticated
  USING ((organization_id = ANY ((SELECT auth.scopes_with('roles:grant', 'organization'))::uuid[])
          OR scope_id = ANY ((SELECT auth.scopes_with('roles:grant', 'any'))::uuid[])
          OR (SELECT auth.on_platform('roles:grant')))
         AND auth.may_grant(role, scope_id, (SELECT clock.now())));

-- No policy for anon, so it reads no row; the grant is there because policies that name this table are
-- evaluated for anon too, and must then answer "no" and not fail.
GRANT SELECT (user_id, role) ON public.user_roles TO anon;

GRANT SELECT, INSERT, DELETE ON public.user_roles TO callboard_definer;
CREATE POLICY definer_reads ON public.user_roles FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON public.user_roles FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_removes ON public.user_roles FOR DELETE TO callboard_definer USING (true);
-- Whoever acts for somebody hands out and takes away nothing in their name.
CREATE POLICY own_hands_grant ON public.user_roles AS RESTRICTIVE FOR INSERT TO authenticated WITH CHECK ((SELECT auth.impersonator()) IS NULL);
CREATE POLICY own_hands_revoke ON public.user_roles AS RESTRICTIVE FOR DELETE TO authenticated USING ((SELECT auth.impersonator()) IS NULL);
