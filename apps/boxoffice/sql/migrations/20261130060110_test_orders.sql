-- Whether something was bought while its event was tried out. Decided by the claim, under the lock of the event's
-- stock; order and ticket take it from there, the foreign keys hold that they agree, and nothing changes it again.
ALTER TABLE public.holds ADD COLUMN is_test boolean NOT NULL DEFAULT false;
ALTER TABLE public.holds ADD CONSTRAINT holds_is_test_key UNIQUE (id, event_id, is_test);
ALTER TABLE public.orders ADD COLUMN is_test boolean NOT NULL DEFAULT false;
ALTER TABLE public.orders ADD CONSTRAINT orders_is_test_key UNIQUE (id, event_id, is_test);
ALTER TABLE public.orders ADD CONSTRAINT orders_test_as_their_hold FOREIGN KEY (hold_id, event_id, is_test) REFERENCES public.holds (id, event_id, is_test);
ALTER TABLE public.tickets ADD COLUMN is_test boolean NOT NULL DEFAULT false;
ALTER TABLE public.tickets ADD CONSTRAINT tickets_test_as_their_order FOREIGN KEY (order_id, event_id, is_test) REFERENCES public.orders (id, event_id, is_test);
CREATE INDEX orders_tests ON public.orders (event_id) WHERE is_test;
CREATE INDEX tickets_tests ON public.tickets (event_id) WHERE is_test;
CREATE INDEX holds_tests ON public.holds (event_id) WHERE is_test;
