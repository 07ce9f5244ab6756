GRANT SELECT ON public.hold_items TO anon, authenticated, callboard_claims, callboard_sales;
GRANT SELECT, INSERT ON public.hold_items TO callboard_definer;
CREATE POLICY hold_items_with_hold ON public.hold_items FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.holds h WHERE h.id = hold_id));
CREATE POLICY hold_items_service ON public.hold_items FOR SELECT TO callboard_claims, callboard_sales USING (true);
CREATE POLICY hold_items_definer ON public.hold_items FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
