GRANT SELECT, DELETE ON public.programme_uploads TO authenticated;
GRANT INSERT (id, organization_id, event_id, user_id, name, source, size_bytes, sha256, content, expires_at) ON public.programme_uploads TO authenticated;
GRANT UPDATE (name, content, expires_at, imported_at, outcome) ON public.programme_uploads TO authenticated;
-- One's own, for as long as one may change the programme.
CREATE POLICY programme_uploads_own ON public.programme_uploads FOR ALL TO authenticated
  USING (user_id = (SELECT auth.uid()) AND (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[])))
  WITH CHECK (user_id = (SELECT auth.uid()) AND (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[])));
