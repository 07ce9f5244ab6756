-- Codes that buyers type: something off the order, or tickets that nobody else is shown. Without an event a code
-- counts at every event of its organization.
CREATE TABLE public.promo_codes (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  event_id uuid,
  -- As it is looked for: capital letters, no spaces.
  code text NOT NULL CONSTRAINT promo_codes_shape CHECK (length(code) BETWEEN 3 AND 40 AND code !~ '\s' AND code = upper(code)),
  -- For the organizer's own people.
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
  kind text NOT NULL CHECK (kind IN ('access', 'percent', 'fixed', 'free')),
  -- Parts per million of a ticket's price.
  rate_millionths bigint CHECK (rate_millionths BETWEEN 1 AND 1000000),
  -- Off the whole order.
  amount_minor bigint CHECK (amount_minor BETWEEN 1 AND 100000000),
  free_tickets integer CHECK (free_tickets BETWEEN 1 AND 100),
  -- Of every amount here; where one is set, the code counts at events in this currency alone.
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Whether it shows hidden ticket types and lets them be bought.
  reveals boolean NOT NULL DEFAULT false,
  starts_at timestamptz,
  ends_at timestamptz,
  max_uses integer CHECK (max_uses >= 1),
  max_uses_per_buyer integer CHECK (max_uses_per_buyer >= 1),
  min_spend_minor bigint CHECK (min_spend_minor >= 1),
  max_discount_minor bigint CHECK (max_discount_minor >= 1),
  max_tickets integer CHECK (max_tickets >= 1),
  -- Orders and carts that count against max_uses now; written by the functions of schema boxoffice alone.
  uses integer NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'active' CONSTRAINT promo_codes_status_known CHECK (status IN ('active', 'paused')),
  -- Codes that were made together.
  batch_id uuid,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT promo_codes_terms CHECK ((kind = 'percent') = (rate_millionths IS NOT NULL) AND (kind = 'fixed') = (amount_minor IS NOT NULL) AND (kind = 'free') = (free_tickets IS NOT NULL) AND (kind <> 'access' OR reveals)),
  CONSTRAINT promo_codes_window CHECK (ends_at > starts_at),
  CONSTRAINT promo_codes_never_overused CHECK (uses >= 0 AND (max_uses IS NULL OR uses <= max_uses)),
  CONSTRAINT promo_codes_one_per_organization UNIQUE (organization_id, code),
  UNIQUE (id, event_id),
  UNIQUE (id, organization_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX promo_codes_list ON public.promo_codes (organization_id, created_at DESC, id);
CREATE INDEX promo_codes_event ON public.promo_codes (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX promo_codes_batch ON public.promo_codes (batch_id) WHERE batch_id IS NOT NULL;
COMMENT ON TABLE public.promo_codes IS 'owner: boxoffice. Codes that take something off an order or open hidden tickets.';
-- Counting a use changes no version: whoever edits the code meanwhile is not told that it was changed.
CREATE TRIGGER promo_codes_touch BEFORE UPDATE OF note, kind, rate_millionths, amount_minor, free_tickets, reveals, starts_at, ends_at, max_uses, max_uses_per_buyer, min_spend_minor, max_discount_minor, max_tickets, status
  ON public.promo_codes FOR EACH ROW EXECUTE FUNCTION platform.touch();

-- The ticket types that a code of one event is limited to; none: all of them.
CREATE TABLE public.promo_code_types (
  code_id uuid NOT NULL,
  ticket_type_id uuid NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (code_id, ticket_type_id),
  FOREIGN KEY (code_id, event_id) REFERENCES public.promo_codes (id, event_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id)
);
COMMENT ON TABLE public.promo_code_types IS 'owner: boxoffice. Ticket types that a code is limited to.';

-- One use of a code: by the cart whose hidden tickets it opened, else by the order it took something off. A cart and
-- its order have one hold, and the use lives as long as that holds or has sold its stock.
CREATE TABLE public.promo_redemptions (
  hold_id uuid PRIMARY KEY,
  code_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid,
  -- Known from the order on.
  email text NOT NULL DEFAULT '' CHECK (email = lower(email)),
  given_back_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  FOREIGN KEY (hold_id, event_id) REFERENCES public.holds (id, event_id),
  FOREIGN KEY (code_id, organization_id) REFERENCES public.promo_codes (id, organization_id)
);
CREATE INDEX promo_redemptions_code ON public.promo_redemptions (code_id, created_at DESC);
CREATE INDEX promo_redemptions_person ON public.promo_redemptions (code_id, email) WHERE given_back_at IS NULL;
CREATE INDEX promo_redemptions_live ON public.promo_redemptions (event_id) WHERE given_back_at IS NULL;
COMMENT ON TABLE public.promo_redemptions IS 'owner: boxoffice. Uses of codes; written by the functions of schema boxoffice alone.';

-- What the buyer brought along or typed; whether it counts is decided when the order is placed.
ALTER TABLE public.holds ADD COLUMN code text CONSTRAINT holds_code_shape CHECK (length(code) BETWEEN 1 AND 40);

-- The subtotal is what the tickets cost after the discount.
ALTER TABLE public.orders
  ADD COLUMN discount_minor bigint NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
  ADD COLUMN promo_code text NOT NULL DEFAULT '',
  ADD CONSTRAINT orders_discount_by_code CHECK (discount_minor = 0 OR promo_code <> '');

-- Tickets of one type may cost differently within an order, so that a discount is exact to the cent: one line per price.
ALTER TABLE public.order_items
  DROP CONSTRAINT order_items_order_id_ticket_type_id_key,
  ADD COLUMN unit_discount_minor bigint NOT NULL DEFAULT 0 CHECK (unit_discount_minor >= 0),
  ADD CONSTRAINT order_items_of_order UNIQUE (id, order_id);
CREATE INDEX order_items_order ON public.order_items (order_id, ticket_type_id);

-- Which line an admission was priced by.
ALTER TABLE public.order_attendees ADD COLUMN item_id uuid;
UPDATE public.order_attendees a SET item_id = i.id FROM public.order_items i WHERE i.order_id = a.order_id AND i.ticket_type_id = a.ticket_type_id;
ALTER TABLE public.order_attendees
  ALTER COLUMN item_id SET NOT NULL,
  ADD CONSTRAINT order_attendees_item FOREIGN KEY (item_id, order_id) REFERENCES public.order_items (id, order_id);
