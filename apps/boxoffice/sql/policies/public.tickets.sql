GRANT SELECT ON public.tickets TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE ON public.tickets TO callboard_sales;
GRANT SELECT, UPDATE ON public.tickets TO callboard_definer;
CREATE POLICY tickets_own ON public.tickets FOR SELECT TO anon, authenticated USING (guest_id = (SELECT auth.guest()) OR user_id = (SELECT auth.uid()));
CREATE POLICY tickets_staff ON public.tickets FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'event'))::uuid[]) OR organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]));
CREATE POLICY tickets_service ON public.tickets FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
CREATE POLICY tickets_definer ON public.tickets FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
