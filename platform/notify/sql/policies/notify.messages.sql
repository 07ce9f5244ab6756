GRANT INSERT ON notify.messages TO callboard_definer;
CREATE POLICY definer_queues ON notify.messages FOR INSERT TO callboard_definer WITH CHECK (true);

-- The delivery log, never the bodies: they may hold a key to somebody's account.
GRANT SELECT (id, organization_id, user_id, purpose, from_name, to_address, to_name, subject, expires_at, status, attempts, transport, provider_id, error, settled_at, created_at, updated_at, version)
  ON notify.messages TO authenticated;
CREATE POLICY recipients_and_managers_read ON notify.messages FOR SELECT TO authenticated USING (
  user_id = (select auth.uid()) OR organization_id = any ((select auth.scopes_with('settings:manage', 'organization'))::uuid[])
);
-- Whoever runs the platform and may see people: “did my mail go out?”
CREATE POLICY platform_reads ON notify.messages FOR SELECT TO authenticated USING ((select auth.on_platform('members:view')));
