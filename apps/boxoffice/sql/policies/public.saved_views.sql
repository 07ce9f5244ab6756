GRANT SELECT, DELETE ON public.saved_views TO authenticated;
GRANT INSERT (id, organization_id, user_id, page, event_id, name, query, shared) ON public.saved_views TO authenticated;
CREATE POLICY saved_views_read ON public.saved_views FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()) OR (shared AND (
  organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]))));
-- What is shared is shared with those who may look at the same orders.
CREATE POLICY saved_views_insert ON public.saved_views FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()) AND organization_id = ANY ((SELECT auth.own_organizations())::uuid[])
  AND (NOT shared OR organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[])));
-- One's own; what is shared also by whoever keeps the organization's settings.
CREATE POLICY saved_views_delete ON public.saved_views FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()) OR (shared AND organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[])));
