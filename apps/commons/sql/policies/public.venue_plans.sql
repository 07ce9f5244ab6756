GRANT SELECT ON public.venue_plans TO anon, authenticated;
GRANT INSERT, UPDATE, DELETE ON public.venue_plans TO authenticated;
CREATE POLICY venue_plans_public ON public.venue_plans FOR SELECT TO anon, authenticated USING (is_public);
CREATE POLICY venue_plans_staff ON public.venue_plans FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('venues:view', 'organization'))::uuid[]) OR venue_id = ANY ((SELECT auth.scopes_with('venues:view', 'venue'))::uuid[]));
-- Who works at an event there sees how its place is laid out.
CREATE POLICY venue_plans_crew ON public.venue_plans FOR SELECT TO authenticated
  USING (venue_id IN (SELECT e.venue_id FROM public.events e WHERE e.id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[])));
CREATE POLICY venue_plans_insert ON public.venue_plans FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR venue_id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]));
CREATE POLICY venue_plans_update ON public.venue_plans FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR venue_id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR venue_id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]));
CREATE POLICY venue_plans_delete ON public.venue_plans FOR DELETE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('venues:manage', 'organization'))::uuid[]) OR venue_id = ANY ((SELECT auth.scopes_with('venues:manage', 'venue'))::uuid[]));
