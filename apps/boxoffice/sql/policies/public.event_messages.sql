GRANT SELECT ON public.event_messages TO authenticated;
GRANT INSERT (id, organization_id, event_id, sent_by, subject, body, audience, recipients) ON public.event_messages TO authenticated;
CREATE POLICY event_messages_staff ON public.event_messages FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY event_messages_send ON public.event_messages FOR INSERT TO authenticated WITH CHECK (sent_by = (SELECT auth.uid()) AND (organization_id = ANY ((SELECT auth.scopes_with('events:edit', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:edit', 'event'))::uuid[])));
