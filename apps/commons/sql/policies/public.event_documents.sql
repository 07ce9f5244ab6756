GRANT SELECT, INSERT, DELETE ON public.event_documents TO authenticated;
-- Who changes the event keeps its papers; who may read or change documents does that with them too.
CREATE POLICY event_documents_editors ON public.event_documents FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]));
CREATE POLICY event_documents_readers ON public.event_documents FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('documents:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('documents:view', 'event'))::uuid[]));
CREATE POLICY event_documents_insert ON public.event_documents FOR INSERT TO authenticated
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]) OR organization_id = ANY ((SELECT auth.scopes_with('documents:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('documents:edit', 'event'))::uuid[]));
CREATE POLICY event_documents_delete ON public.event_documents FOR DELETE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[]) OR organization_id = ANY ((SELECT auth.scopes_with('documents:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('documents:edit', 'event'))::uuid[]));
