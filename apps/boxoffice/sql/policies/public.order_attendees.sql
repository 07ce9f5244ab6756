GRANT SELECT ON public.order_attendees TO anon, authenticated;
GRANT SELECT, INSERT ON public.order_attendees TO callboard_sales;
-- A buyer who goes back corrects a name.
GRANT UPDATE (name) ON public.order_attendees TO callboard_sales;
CREATE POLICY order_attendees_with_order ON public.order_attendees FOR SELECT TO anon, authenticated USING (EXISTS (SELECT 1 FROM public.orders o WHERE o.id = order_id));
CREATE POLICY order_attendees_service ON public.order_attendees FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
