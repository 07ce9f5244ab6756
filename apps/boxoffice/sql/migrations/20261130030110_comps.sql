-- Free tickets given to people by name: who gave them, and why. Its id comes with the form, so that a second click
-- gives nothing twice.
CREATE TABLE public.comp_batches (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  ticket_type_id uuid NOT NULL,
  tickets integer NOT NULL CHECK (tickets >= 1),
  reason text NOT NULL CHECK (btrim(reason) <> '' AND length(reason) <= 500),
  issued_by uuid,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id)
);
CREATE INDEX comp_batches_event ON public.comp_batches (event_id, created_at DESC);
COMMENT ON TABLE public.comp_batches IS 'owner: boxoffice. Comps: tickets given away, with the reason.';
CREATE TRIGGER comp_batches_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.comp_batches FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

ALTER TABLE public.orders
  ADD COLUMN kind text NOT NULL DEFAULT 'sale' CONSTRAINT orders_kind_known CHECK (kind IN ('sale', 'comp')),
  ADD COLUMN comp_batch_id uuid,
  ADD CONSTRAINT orders_comp CHECK ((kind = 'comp') = (comp_batch_id IS NOT NULL) AND (kind <> 'comp' OR total_minor = 0)),
  ADD CONSTRAINT orders_comp_batch FOREIGN KEY (comp_batch_id, event_id) REFERENCES public.comp_batches (id, event_id);
CREATE INDEX orders_comp_batch ON public.orders (comp_batch_id) WHERE comp_batch_id IS NOT NULL;
