-- Who withdrew a ticket, when and why: the audit keeps it for ever, the order's page tells it from here.
CREATE TABLE public.ticket_revocations (
  ticket_id uuid PRIMARY KEY REFERENCES public.tickets (id),
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  order_id uuid NOT NULL,
  revoked_by uuid,
  reason text NOT NULL CHECK (btrim(reason) <> '' AND length(reason) <= 500),
  -- Whether its place went on sale again.
  restocked boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id)
);
CREATE INDEX ticket_revocations_order ON public.ticket_revocations (order_id);
COMMENT ON TABLE public.ticket_revocations IS 'owner: boxoffice. Tickets withdrawn one by one.';
CREATE TRIGGER ticket_revocations_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.ticket_revocations FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
