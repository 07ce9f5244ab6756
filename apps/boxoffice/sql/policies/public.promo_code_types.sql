-- With their code: it is visible to whoever may change it, and to nobody else.
GRANT SELECT ON public.promo_code_types TO authenticated, callboard_sales, callboard_definer;
GRANT INSERT, DELETE ON public.promo_code_types TO authenticated;
CREATE POLICY promo_code_types_staff ON public.promo_code_types FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM public.promo_codes c WHERE c.id = code_id));
CREATE POLICY promo_code_types_insert ON public.promo_code_types FOR INSERT TO authenticated WITH CHECK (EXISTS (SELECT 1 FROM public.promo_codes c WHERE c.id = code_id));
CREATE POLICY promo_code_types_delete ON public.promo_code_types FOR DELETE TO authenticated USING (EXISTS (SELECT 1 FROM public.promo_codes c WHERE c.id = code_id));
CREATE POLICY promo_code_types_service ON public.promo_code_types FOR SELECT TO callboard_sales, callboard_definer USING (true);
