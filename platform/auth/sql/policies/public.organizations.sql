-- Who belongs to it or holds a role in it reads it; settings:manage changes it; whoever signed in may found one, unless founding needs
-- an approval: then auth.decide_application() founds it.
GRANT SELECT ON public.organizations TO authenticated;
GRANT INSERT (id, name, slug, timezone, currency, created_by) ON public.organizations TO authenticated;
GRANT UPDATE (name, slug, timezone, currency, staff_second_factor) ON public.organizations TO authenticated;
CREATE POLICY own_reads ON public.organizations FOR SELECT TO authenticated
  USING (id = ANY ((SELECT auth.own_organizations())::uuid[]) OR (SELECT auth.on_platform('organizations:view')));
CREATE POLICY founder_adds ON public.organizations FOR INSERT TO authenticated
  WITH CHECK (created_by = (SELECT auth.uid()) AND (NOT (SELECT auth.founding_needs_approval()) OR (SELECT auth.on_platform('organizations:approve'))));
CREATE POLICY manager_changes ON public.organizations FOR UPDATE TO authenticated
  USING (id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]) OR (SELECT auth.on_platform('settings:manage')))
  WITH CHECK (id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]) OR (SELECT auth.on_platform('settings:manage')));

-- UPDATE is what PostgreSQL asks for to lock a row.
GRANT SELECT, INSERT ON public.organizations TO callboard_definer;
GRANT UPDATE (updated_at) ON public.organizations TO callboard_definer;
CREATE POLICY definer_reads ON public.organizations FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_locks ON public.organizations FOR UPDATE TO callboard_definer USING (true) WITH CHECK (false);
CREATE POLICY definer_founds ON public.organizations FOR INSERT TO callboard_definer WITH CHECK (true);
