-- Sales of an event by day are read from these rows; a range of days reads that range alone.
CREATE INDEX orders_paid ON public.orders (event_id, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX refunds_event ON public.refunds (event_id, created_at);
CREATE INDEX tickets_issued ON public.tickets (event_id, created_at);
-- Who came, without reading whoever did not.
CREATE INDEX tickets_entered ON public.tickets (event_id, checked_in_at) WHERE checked_in_at IS NOT NULL;
