GRANT SELECT ON public.venues TO anon, authenticated, callboard_claims, callboard_sales, callboard_definer;
GRANT INSERT, UPDATE ON public.venues TO authenticated;
-- A place is public as soon as something public happens there; names and addresses of venues are no secret.
CREATE POLICY venues_public ON public.venues FOR SELECT TO anon, authenticated USING (true);
CREATE POLICY venues_read_service ON public.venues FOR SELECT TO callboard_claims, callboard_sales, callboard_definer USING (true);
CREATE POLICY venues_insert ON public.venues FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]));
CREATE POLICY venues_update ON public.venues FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]));
