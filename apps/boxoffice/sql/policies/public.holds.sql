GRANT SELECT ON public.holds TO callboard_claims, callboard_sales;
-- All but what was typed at the checkout: that is its buyer's alone, by boxoffice.typed_at.
GRANT SELECT (id, organization_id, event_id, user_id, guest_id, status, is_test, expires_at, created_at, updated_at, version, code) ON public.holds TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE ON public.holds TO callboard_definer;
CREATE POLICY holds_own ON public.holds FOR SELECT TO anon, authenticated USING (guest_id = (SELECT auth.guest()) OR user_id = (SELECT auth.uid()));
CREATE POLICY holds_staff ON public.holds FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY holds_service ON public.holds FOR SELECT TO callboard_claims, callboard_sales USING (true);
CREATE POLICY holds_definer ON public.holds FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
