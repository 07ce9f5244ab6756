GRANT SELECT ON public.promo_redemptions TO authenticated, callboard_sales;
GRANT SELECT, INSERT, UPDATE ON public.promo_redemptions TO callboard_definer;
CREATE POLICY promo_redemptions_staff ON public.promo_redemptions FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[]));
CREATE POLICY promo_redemptions_service ON public.promo_redemptions FOR SELECT TO callboard_sales USING (true);
CREATE POLICY promo_redemptions_definer ON public.promo_redemptions FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
