-- Oneself, and whoever one may see as a member or as the holder of a role.
GRANT SELECT ON public.platform_users TO authenticated;
GRANT UPDATE (full_name, locale) ON public.platform_users TO authenticated;
CREATE POLICY self_reads ON public.platform_users FOR SELECT TO authenticated USING (id = (SELECT auth.uid()));
CREATE POLICY colleagues_read ON public.platform_users FOR SELECT TO authenticated
  USING (id IN (SELECT m.user_id FROM public.memberships m) OR id IN (SELECT g.user_id FROM public.user_roles g));
CREATE POLICY platform_reads ON public.platform_users FOR SELECT TO authenticated USING ((SELECT auth.on_platform('members:view')));
CREATE POLICY self_changes ON public.platform_users FOR UPDATE TO authenticated USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));

GRANT SELECT, INSERT ON public.platform_users TO callboard_definer;
GRANT UPDATE (email) ON public.platform_users TO callboard_definer;
CREATE POLICY definer_reads ON public.platform_users FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON public.platform_users FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_follows ON public.platform_users FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
