GRANT SELECT ON public.orders TO anon, authenticated, callboard_definer;
GRANT SELECT, INSERT, UPDATE ON public.orders TO callboard_sales;
CREATE POLICY orders_own ON public.orders FOR SELECT TO anon, authenticated USING (guest_id = (SELECT auth.guest()) OR user_id = (SELECT auth.uid()));
CREATE POLICY orders_staff ON public.orders FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY orders_service ON public.orders FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
CREATE POLICY orders_definer ON public.orders FOR SELECT TO callboard_definer USING (true);
-- boxoffice.end_test, and nothing but tests.
GRANT UPDATE (status, paid_at, notice, updated_at, version) ON public.orders TO callboard_definer;
CREATE POLICY orders_definer_ends_tests ON public.orders FOR UPDATE TO callboard_definer USING (is_test) WITH CHECK (is_test);
