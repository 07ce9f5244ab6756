GRANT SELECT ON public.event_pictures TO anon, authenticated;
GRANT INSERT, UPDATE, DELETE ON public.event_pictures TO authenticated;
-- Whoever may see the event sees its picture.
CREATE POLICY event_pictures_with_event ON public.event_pictures FOR SELECT TO anon, authenticated
  USING (EXISTS (SELECT 1 FROM public.events e WHERE e.id = event_id));
CREATE POLICY event_pictures_insert ON public.event_pictures FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
CREATE POLICY event_pictures_update ON public.event_pictures FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
CREATE POLICY event_pictures_delete ON public.event_pictures FOR DELETE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
