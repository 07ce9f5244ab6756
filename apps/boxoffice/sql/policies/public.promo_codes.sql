-- Whoever runs promotions; a code is as good as money, so nobody else reads one. How often it was used is written by
-- the functions of schema boxoffice alone.
GRANT SELECT ON public.promo_codes TO authenticated, callboard_sales;
GRANT INSERT (id, organization_id, event_id, code, note, kind, rate_millionths, amount_minor, free_tickets, currency, reveals, starts_at, ends_at, max_uses, max_uses_per_buyer, min_spend_minor, max_discount_minor, max_tickets, batch_id, created_by) ON public.promo_codes TO authenticated;
GRANT UPDATE (note, kind, rate_millionths, amount_minor, free_tickets, reveals, starts_at, ends_at, max_uses, max_uses_per_buyer, min_spend_minor, max_discount_minor, max_tickets, status) ON public.promo_codes TO authenticated;
GRANT SELECT, UPDATE ON public.promo_codes TO callboard_definer;
CREATE POLICY promo_codes_staff ON public.promo_codes FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[]));
CREATE POLICY promo_codes_insert ON public.promo_codes FOR INSERT TO authenticated WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[]));
CREATE POLICY promo_codes_update ON public.promo_codes FOR UPDATE TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[])) WITH CHECK (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[]));
CREATE POLICY promo_codes_service ON public.promo_codes FOR SELECT TO callboard_sales USING (true);
CREATE POLICY promo_codes_definer ON public.promo_codes FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
