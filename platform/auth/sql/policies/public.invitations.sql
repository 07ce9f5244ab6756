-- Who may invite sees what was offered where they may; the token's hash is not among the columns.
GRANT SELECT (id, email, role, scope_id, scope_kind, place, organization_id, role_expires_at, invited_by, expires_at, accepted_at, accepted_by, revoked_at, created_at, updated_at, version)
  ON public.invitations TO authenticated;
GRANT INSERT (id, email, role, scope_id, role_expires_at, token_hash, invited_by, expires_at) ON public.invitations TO authenticated;
GRANT UPDATE (revoked_at) ON public.invitations TO authenticated;
CREATE POLICY manager_reads ON public.invitations FOR SELECT TO authenticated
  USING (organization_id = ANY ((SELECT auth.scopes_with('members:manage', 'organization'))::uuid[])
         OR scope_id = ANY ((SELECT auth.scopes_with('members:manage', 'any'))::uuid[])
         OR (SELECT auth.on_platform('members:manage')));
CREATE POLICY granter_invites ON public.invitations FOR INSERT TO authenticated
  WITH CHECK (invited_by = (SELECT auth.uid()) AND auth.may_grant(role, scope_id, role_expires_at));
-- One's own, and those that one could have made: nobody undoes what stands above them.
CREATE POLICY manager_revokes ON public.invitations FOR UPDATE TO authenticated
  USING ((organization_id = ANY ((SELECT auth.scopes_with('members:manage', 'organization'))::uuid[])
          OR scope_id = ANY ((SELECT auth.scopes_with('members:manage', 'any'))::uuid[])
          OR (SELECT auth.on_platform('members:manage')))
         AND (invited_by = (SELECT auth.uid()) OR auth.may_grant(role, scope_id, role_expires_at)))
  -- Withdrawing is for good: nobody brings an offer back that somebody above them has withdrawn.
  WITH CHECK (accepted_at IS NULL AND revoked_at IS NOT NULL);

GRANT SELECT ON public.invitations TO callboard_definer;
GRANT UPDATE (accepted_at, accepted_by, updated_at, version) ON public.invitations TO callboard_definer;
CREATE POLICY definer_reads ON public.invitations FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_accepts ON public.invitations FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
-- Whoever acts for somebody invites nobody in their name.
CREATE POLICY own_hands_invite ON public.invitations AS RESTRICTIVE FOR INSERT TO authenticated WITH CHECK ((SELECT auth.impersonator()) IS NULL);
