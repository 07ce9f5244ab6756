GRANT SELECT, INSERT, UPDATE ON public.payment_events TO callboard_sales;
CREATE POLICY payment_events_service ON public.payment_events FOR ALL TO callboard_sales USING (true) WITH CHECK (true);
