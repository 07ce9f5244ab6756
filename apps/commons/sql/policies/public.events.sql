GRANT SELECT ON public.events TO anon, authenticated, callboard_claims, callboard_sales, callboard_definer;
GRANT INSERT, UPDATE, DELETE ON public.events TO authenticated;
-- Unlisted events are reachable by whoever knows the address; lists leave them out themselves.
CREATE POLICY events_public ON public.events FOR SELECT TO anon, authenticated
  USING (status <> 'draft' AND visibility <> 'private');
CREATE POLICY events_staff ON public.events FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[]));
CREATE POLICY events_read_service ON public.events FOR SELECT TO callboard_claims, callboard_sales, callboard_definer USING (true);
CREATE POLICY events_insert ON public.events FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:create', 'organization'))::uuid[]));
CREATE POLICY events_update ON public.events FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
-- Nothing that was sold: orders and carts keep their event, by foreign keys and by a trigger of the box office.
CREATE POLICY events_delete ON public.events FOR DELETE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:delete', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('events:delete', 'event'))::uuid[]));
GRANT UPDATE (organizer, updated_at, version, import_version) ON public.events TO callboard_definer;
CREATE POLICY events_definer_renames ON public.events FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
