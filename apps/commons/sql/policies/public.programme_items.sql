GRANT SELECT ON public.programme_items TO anon, authenticated;
GRANT INSERT, UPDATE ON public.programme_items TO authenticated;
-- Whoever may see the event sees its running order once that is published.
CREATE POLICY programme_items_public ON public.programme_items FOR SELECT TO anon, authenticated
  USING (removed_at IS NULL AND EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id AND e.programme_published_at IS NOT NULL));
CREATE POLICY programme_items_staff ON public.programme_items FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[]));
CREATE POLICY programme_items_insert ON public.programme_items FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
CREATE POLICY programme_items_update ON public.programme_items FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
