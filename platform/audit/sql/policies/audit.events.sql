-- Reads: what happened to a person's own account, through auth.own_history().
GRANT SELECT, INSERT ON audit.events TO callboard_definer;
CREATE POLICY definer_reads ON audit.events FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_records ON audit.events FOR INSERT TO callboard_definer WITH CHECK (true);

GRANT SELECT ON audit.events TO service_role;
CREATE POLICY service_role_reads ON audit.events FOR SELECT TO service_role USING (true);

GRANT SELECT ON audit.events TO authenticated;
CREATE POLICY auditors_read ON audit.events FOR SELECT TO authenticated USING (
  organization_id = any ((select auth.scopes_with('audit:view', 'organization'))::uuid[]) OR (select auth.on_platform('audit:view'))
);
