-- One's own, and those of organizations where one holds members:view. New ones come by invitation only.
GRANT SELECT, DELETE ON public.memberships TO authenticated;
CREATE POLICY self_reads ON public.memberships FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY colleagues_read ON public.memberships FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('members:view', 'organization'))::uuid[]));
CREATE POLICY platform_reads ON public.memberships FOR SELECT TO authenticated USING ((SELECT auth.on_platform('members:view')));
CREATE POLICY self_leaves ON public.memberships FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()));
-- May_remove_member runs for the one row that the sets let through.
CREATE POLICY manager_removes ON public.memberships FOR DELETE TO authenticated
  USING ((organization_id = ANY ((SELECT auth.scopes_with('members:manage', 'organization'))::uuid[]) OR (SELECT auth.on_platform('members:manage')))
         AND auth.may_remove_member(organization_id, user_id));

GRANT SELECT, INSERT ON public.memberships TO callboard_definer;
CREATE POLICY definer_reads ON public.memberships FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON public.memberships FOR INSERT TO callboard_definer WITH CHECK (true);
