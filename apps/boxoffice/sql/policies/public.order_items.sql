GRANT SELECT ON public.order_items TO anon, authenticated;
GRANT SELECT, INSERT ON public.order_items TO callboard_sales;
CREATE POLICY order_items_with_order ON public.order_items FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.orders o WHERE o.id = order_id));
CREATE POLICY order_items_service ON public.order_items FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
GRANT SELECT ON public.order_items TO callboard_definer;
CREATE POLICY order_items_definer ON public.order_items FOR SELECT TO callboard_definer USING (true);
