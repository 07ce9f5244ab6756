-- Written once, by whoever calls the event off under their own name.
GRANT SELECT, INSERT ON public.event_cancellations TO authenticated;
GRANT SELECT ON public.event_cancellations TO callboard_sales;
CREATE POLICY event_cancellations_staff ON public.event_cancellations FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[]));
CREATE POLICY event_cancellations_insert ON public.event_cancellations FOR INSERT TO authenticated
  WITH CHECK (cancelled_by = (SELECT auth.uid()) AND (organization_id = ANY ((SELECT auth.scopes_with('events:publish', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('events:publish', 'event'))::uuid[])) AND (organization_id = ANY ((SELECT auth.scopes_with('orders:refund', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('orders:refund', 'event'))::uuid[])));
CREATE POLICY event_cancellations_service ON public.event_cancellations FOR SELECT TO callboard_sales USING (true);
