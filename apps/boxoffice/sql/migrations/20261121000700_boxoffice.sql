-- Countable stock. A ticket type draws from its own pool and from the event's.
CREATE TABLE public.pools (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('event', 'type', 'quota')),
  name text NOT NULL,
  capacity integer NOT NULL CHECK (capacity >= 0),
  held integer NOT NULL DEFAULT 0,
  sold integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT pools_never_oversold CHECK (held >= 0 AND sold >= 0 AND held + sold <= capacity),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
) WITH (fillfactor = 20);
-- The event's own pool is also the lock under which the event's stock changes.
CREATE UNIQUE INDEX pools_one_per_event ON public.pools (event_id) WHERE kind = 'event';
CREATE INDEX pools_event ON public.pools (event_id, id);
COMMENT ON TABLE public.pools IS 'owner: boxoffice. Countable stock; written by the functions of schema boxoffice alone.';

CREATE TABLE public.ticket_types (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 120),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  price_minor bigint NOT NULL CHECK (price_minor BETWEEN 0 AND 100000000),
  sale_starts_at timestamptz,
  sale_ends_at timestamptz,
  min_per_order integer NOT NULL DEFAULT 1 CHECK (min_per_order >= 1),
  max_per_order integer NOT NULL DEFAULT 8 CHECK (max_per_order BETWEEN 1 AND 100),
  hidden boolean NOT NULL DEFAULT false,
  position integer NOT NULL DEFAULT 0,
  -- The event role that this ticket grants at the door (role_definitions, kind event).
  grants_role text,
  archived_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT ticket_types_min_within_max CHECK (min_per_order <= max_per_order),
  CONSTRAINT ticket_types_sale_window CHECK (sale_ends_at > sale_starts_at),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX ticket_types_event ON public.ticket_types (event_id, position);
COMMENT ON TABLE public.ticket_types IS 'owner: boxoffice. What can be bought for an event, at which price and when.';
CREATE TRIGGER ticket_types_touch BEFORE UPDATE ON public.ticket_types FOR EACH ROW EXECUTE FUNCTION platform.touch();

CREATE TABLE public.ticket_type_pools (
  ticket_type_id uuid NOT NULL,
  pool_id uuid NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (ticket_type_id, pool_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id),
  FOREIGN KEY (pool_id, event_id) REFERENCES public.pools (id, event_id)
);
CREATE INDEX ticket_type_pools_event ON public.ticket_type_pools (event_id);
COMMENT ON TABLE public.ticket_type_pools IS 'owner: boxoffice. Which pools a ticket type draws from.';

-- Fees on top of a ticket's price, per ticket; free tickets carry none.
CREATE TABLE public.fee_rules (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('service', 'facility')),
  name text NOT NULL CHECK (btrim(name) <> ''),
  rate_millionths bigint NOT NULL DEFAULT 0 CHECK (rate_millionths BETWEEN 0 AND 1000000),
  fixed_minor bigint NOT NULL DEFAULT 0 CHECK (fixed_minor >= 0),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  UNIQUE (event_id, kind)
);
COMMENT ON TABLE public.fee_rules IS 'owner: boxoffice. Fees per ticket of an event.';

CREATE TABLE public.tax_rules (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  name text NOT NULL CHECK (btrim(name) <> ''),
  rate_millionths bigint NOT NULL CHECK (rate_millionths BETWEEN 0 AND 1000000),
  -- Contained in the prices (as in Europe) or added to them (as in the United States).
  included boolean NOT NULL,
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  UNIQUE (event_id)
);
COMMENT ON TABLE public.tax_rules IS 'owner: boxoffice. The tax on an event''s tickets and fees.';

-- Stock set aside for one buyer.
CREATE TABLE public.holds (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid,
  guest_id uuid,
  -- active: the clock runs. committed: money is being captured, it does not lapse. sold, expired, released: over.
  status text NOT NULL DEFAULT 'active' CONSTRAINT holds_status_known CHECK (status IN ('active', 'committed', 'sold', 'expired', 'released')),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT holds_one_owner CHECK ((user_id IS NULL) <> (guest_id IS NULL)),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE UNIQUE INDEX holds_one_cart_per_user ON public.holds (event_id, user_id) WHERE status = 'active' AND user_id IS NOT NULL;
CREATE UNIQUE INDEX holds_one_cart_per_guest ON public.holds (event_id, guest_id) WHERE status = 'active' AND guest_id IS NOT NULL;
CREATE INDEX holds_lapsing ON public.holds (expires_at) WHERE status = 'active';
CREATE INDEX holds_guest ON public.holds (guest_id) WHERE guest_id IS NOT NULL;
CREATE INDEX holds_user ON public.holds (user_id) WHERE user_id IS NOT NULL;
COMMENT ON TABLE public.holds IS 'owner: boxoffice. Stock set aside for one buyer for a while.';
CREATE TRIGGER holds_touch BEFORE UPDATE ON public.holds FOR EACH ROW EXECUTE FUNCTION platform.touch();

CREATE TABLE public.hold_items (
  hold_id uuid NOT NULL,
  event_id uuid NOT NULL,
  ticket_type_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 100),
  PRIMARY KEY (hold_id, ticket_type_id),
  FOREIGN KEY (hold_id, event_id) REFERENCES public.holds (id, event_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id)
);
COMMENT ON TABLE public.hold_items IS 'owner: boxoffice. What a hold sets aside.';

CREATE TABLE public.orders (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  hold_id uuid NOT NULL UNIQUE,
  -- What people read out: unique, not guessable in sequence.
  number text NOT NULL UNIQUE CHECK (number ~ '^[2-9B-DF-HJKMNP-TV-Z]{8}$'),
  -- Together with the e-mail address it opens the order to whoever lost the mail.
  lookup_code text NOT NULL CHECK (length(lookup_code) >= 8),
  user_id uuid,
  guest_id uuid,
  email text NOT NULL CHECK (email = lower(email)),
  buyer_name text NOT NULL CHECK (btrim(buyer_name) <> ''),
  status text NOT NULL DEFAULT 'pending' CONSTRAINT orders_status_known CHECK (status IN ('pending', 'paid', 'expired', 'cancelled', 'failed', 'partially_refunded', 'refunded')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  subtotal_minor bigint NOT NULL CHECK (subtotal_minor >= 0),
  fees_minor bigint NOT NULL CHECK (fees_minor >= 0),
  tax_added_minor bigint NOT NULL CHECK (tax_added_minor >= 0),
  tax_included_minor bigint NOT NULL CHECK (tax_included_minor >= 0),
  total_minor bigint NOT NULL,
  refunded_minor bigint NOT NULL DEFAULT 0,
  -- What the buyer should be told (a lapsed hold, a decline).
  notice text NOT NULL DEFAULT '',
  paid_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT orders_one_owner CHECK ((user_id IS NULL) <> (guest_id IS NULL)),
  CONSTRAINT orders_total CHECK (total_minor = subtotal_minor + fees_minor + tax_added_minor),
  CONSTRAINT orders_refund_within CHECK (refunded_minor BETWEEN 0 AND total_minor),
  CONSTRAINT orders_paid_when CHECK ((status IN ('paid', 'partially_refunded', 'refunded')) = (paid_at IS NOT NULL)),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  FOREIGN KEY (hold_id, event_id) REFERENCES public.holds (id, event_id)
);
CREATE INDEX orders_event ON public.orders (event_id, created_at DESC, id);
CREATE INDEX orders_user ON public.orders (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX orders_guest ON public.orders (guest_id) WHERE guest_id IS NOT NULL;
CREATE INDEX orders_email ON public.orders (email);
COMMENT ON TABLE public.orders IS 'owner: boxoffice. Purchases.';
CREATE TRIGGER orders_touch BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION platform.touch();

-- Prices as they were when the order was placed: a later change of price changes nothing here.
CREATE TABLE public.order_items (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'ticket' CHECK (kind IN ('ticket', 'addon', 'merch')),
  ticket_type_id uuid NOT NULL,
  name text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  unit_fee_minor bigint NOT NULL CHECK (unit_fee_minor >= 0),
  unit_tax_added_minor bigint NOT NULL CHECK (unit_tax_added_minor >= 0),
  unit_tax_included_minor bigint NOT NULL CHECK (unit_tax_included_minor >= 0),
  UNIQUE (order_id, ticket_type_id),
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id)
);
COMMENT ON TABLE public.order_items IS 'owner: boxoffice. What an order buys, at the prices of then.';

-- Who will come, one row per admission, in the order's own numbering.
CREATE TABLE public.order_attendees (
  order_id uuid NOT NULL,
  event_id uuid NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  ticket_type_id uuid NOT NULL,
  name text NOT NULL CHECK (btrim(name) <> ''),
  PRIMARY KEY (order_id, position),
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id)
);
COMMENT ON TABLE public.order_attendees IS 'owner: boxoffice. Names of those who will come.';

-- One admission.
CREATE TABLE public.tickets (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  ticket_type_id uuid NOT NULL,
  user_id uuid,
  guest_id uuid,
  attendee_name text NOT NULL,
  status text NOT NULL DEFAULT 'valid' CONSTRAINT tickets_status_known CHECK (status IN ('valid', 'transfer_pending', 'listed', 'checked_in', 'void', 'refunded')),
  -- Typed at the door when a code cannot be read.
  human_code text NOT NULL,
  -- The signed payload of the QR code; signed once, so that every copy is the same.
  code text NOT NULL,
  checked_in_at timestamptz,
  checked_in_gate text,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (order_id, position),
  UNIQUE (event_id, human_code),
  CONSTRAINT tickets_checked_in_when CHECK ((status = 'checked_in') <= (checked_in_at IS NOT NULL)),
  FOREIGN KEY (order_id, position) REFERENCES public.order_attendees (order_id, position),
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id)
);
CREATE INDEX tickets_event ON public.tickets (event_id, attendee_name);
CREATE INDEX tickets_user ON public.tickets (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX tickets_guest ON public.tickets (guest_id) WHERE guest_id IS NOT NULL;
COMMENT ON TABLE public.tickets IS 'owner: boxoffice. One row per admission.';
CREATE TRIGGER tickets_touch BEFORE UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION platform.touch();

CREATE TABLE public.ticket_scans (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  ticket_id uuid REFERENCES public.tickets (id),
  -- Made by the scanning device: the same scan sent twice is one scan.
  client_id uuid NOT NULL UNIQUE,
  gate text NOT NULL CHECK (length(gate) BETWEEN 1 AND 60),
  kind text NOT NULL DEFAULT 'entry' CHECK (kind IN ('entry', 'exit', 'verify')),
  result text NOT NULL CHECK (result IN ('admitted', 'refused')),
  reason text NOT NULL,
  scanned_by uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock.now(),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE UNIQUE INDEX ticket_scans_one_entry ON public.ticket_scans (ticket_id) WHERE result = 'admitted' AND kind = 'entry';
CREATE INDEX ticket_scans_event ON public.ticket_scans (event_id, at DESC);
COMMENT ON TABLE public.ticket_scans IS 'owner: boxoffice. Every scan at a door and its answer.';
CREATE TRIGGER ticket_scans_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.ticket_scans FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE public.refunds (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  order_id uuid NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  reason text NOT NULL CHECK (btrim(reason) <> '' AND length(reason) <= 500),
  status text NOT NULL CONSTRAINT refunds_status_known CHECK (status IN ('requested', 'approved', 'processed', 'rejected')),
  requested_by uuid,
  payment_refund_id uuid,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id)
);
CREATE INDEX refunds_order ON public.refunds (order_id);
COMMENT ON TABLE public.refunds IS 'owner: boxoffice. Money given back for an order.';
CREATE TRIGGER refunds_touch BEFORE UPDATE ON public.refunds FOR EACH ROW EXECUTE FUNCTION platform.touch();
