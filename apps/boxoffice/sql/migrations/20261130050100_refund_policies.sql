-- What an event promises about money back. An event without a row promises nothing but a cancelled event's money.
CREATE TABLE public.refund_policies (
  event_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  -- Whether what the policy gives goes through by itself when the buyer asks, or waits for staff.
  self_service boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
COMMENT ON TABLE public.refund_policies IS 'owner: boxoffice. How an event deals with tickets that are given back.';
CREATE TRIGGER refund_policies_touch BEFORE UPDATE ON public.refund_policies FOR EACH ROW EXECUTE FUNCTION platform.touch();

CREATE TABLE public.refund_rules (
  event_id uuid NOT NULL REFERENCES public.refund_policies (event_id) ON DELETE CASCADE,
  organization_id uuid NOT NULL,
  -- Until so long before the start. Days are days of the place's calendar, hours are hours.
  count integer NOT NULL CONSTRAINT refund_rules_count CHECK (count BETWEEN 0 AND 8760),
  unit text NOT NULL CONSTRAINT refund_rules_unit CHECK (unit IN ('hours', 'days')),
  percent integer NOT NULL CONSTRAINT refund_rules_percent CHECK (percent BETWEEN 0 AND 100),
  with_fees boolean NOT NULL,
  hours_before integer NOT NULL GENERATED ALWAYS AS (CASE unit WHEN 'days' THEN count * 24 ELSE count END) STORED,
  CONSTRAINT refund_rules_distinct PRIMARY KEY (event_id, hours_before),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
COMMENT ON TABLE public.refund_rules IS 'owner: boxoffice. Until when which part of a ticket''s price goes back.';

-- What was promised when the order was placed: a policy that gets worse later changes nothing here.
ALTER TABLE public.orders ADD COLUMN refund_policy jsonb CONSTRAINT orders_refund_policy_is_one CHECK (jsonb_typeof(refund_policy) = 'object');

ALTER TABLE public.refunds
  ADD COLUMN origin text NOT NULL DEFAULT 'staff' CONSTRAINT refunds_origin_known CHECK (origin IN ('staff', 'buyer', 'cancelled')),
  ADD COLUMN decided_by uuid,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decision text NOT NULL DEFAULT '' CHECK (length(decision) <= 500),
  ADD CONSTRAINT refunds_id_event UNIQUE (id, event_id),
  ADD CONSTRAINT refunds_money_is_decided CHECK (status IN ('approved', 'processed') OR payment_refund_id IS NULL);
-- Asked for twice at once is asked for once.
CREATE UNIQUE INDEX refunds_one_request_per_order ON public.refunds (order_id) WHERE status = 'requested';
CREATE INDEX refunds_requests ON public.refunds (event_id, created_at) WHERE status = 'requested';
CREATE UNIQUE INDEX refunds_money_once ON public.refunds (payment_refund_id) WHERE payment_refund_id IS NOT NULL;

-- Which tickets a refund is about, and how much of it is for each.
CREATE TABLE public.refund_tickets (
  refund_id uuid NOT NULL,
  ticket_id uuid NOT NULL REFERENCES public.tickets (id),
  event_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  PRIMARY KEY (refund_id, ticket_id),
  FOREIGN KEY (refund_id, event_id) REFERENCES public.refunds (id, event_id)
);
CREATE INDEX refund_tickets_ticket ON public.refund_tickets (ticket_id);
COMMENT ON TABLE public.refund_tickets IS 'owner: boxoffice. Tickets given back or asked to be, by refund.';

-- A cancelled event whose orders are given back, one after the other, by a job.
CREATE TABLE public.event_cancellations (
  event_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  cancelled_by uuid NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> '' AND length(reason) <= 500),
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
COMMENT ON TABLE public.event_cancellations IS 'owner: boxoffice. Events called off by their organizers, and why.';

-- Orders of a cancelled event that could not be given back yet; the job asks again later.
CREATE TABLE public.cancellation_failures (
  order_id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  message text NOT NULL,
  tries integer NOT NULL DEFAULT 1 CHECK (tries > 0),
  retry_at timestamptz NOT NULL,
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id)
);
CREATE INDEX cancellation_failures_event ON public.cancellation_failures (event_id);
COMMENT ON TABLE public.cancellation_failures IS 'owner: boxoffice. Orders of cancelled events that wait to be given back.';

-- Takes the place of the function for whole orders.
DROP FUNCTION IF EXISTS boxoffice.return_tickets(uuid, text);
