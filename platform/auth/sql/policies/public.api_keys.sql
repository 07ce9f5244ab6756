-- Everything but the secret's digest.
GRANT SELECT (id, organization_id, created_by, name, prefix, permissions, networks, expires_at, created_at, last_used_at, revoked_at) ON public.api_keys TO authenticated;
GRANT INSERT (id, organization_id, name, prefix, secret_hash, permissions, networks, expires_at) ON public.api_keys TO authenticated;
GRANT UPDATE (revoked_at) ON public.api_keys TO authenticated;
CREATE POLICY managers_read ON public.api_keys FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]));
-- A key may do no more than its maker: auth.key_permissions is what the caller holds on that organization.
CREATE POLICY managers_make ON public.api_keys FOR INSERT TO authenticated
  WITH CHECK (created_by = (SELECT auth.uid())
    AND organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[])
    AND permissions <@ auth.key_permissions(organization_id));
CREATE POLICY managers_revoke ON public.api_keys FOR UPDATE TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]))
  WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]));
GRANT SELECT, UPDATE (last_used_at) ON public.api_keys TO callboard_definer;
CREATE POLICY definer_reads ON public.api_keys FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_notes ON public.api_keys FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
