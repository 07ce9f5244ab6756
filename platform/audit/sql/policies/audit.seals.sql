GRANT SELECT, INSERT ON audit.seals TO service_role;
CREATE POLICY service_role_reads ON audit.seals FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_seals ON audit.seals FOR INSERT TO service_role WITH CHECK (true);

-- Who may read the audit may keep its heads.
GRANT SELECT ON audit.seals TO authenticated;
CREATE POLICY auditors_read ON audit.seals FOR SELECT TO authenticated USING (
  chain = any ((select auth.scopes_with('audit:view', 'organization'))::uuid[]) OR (select auth.on_platform('audit:view'))
);
