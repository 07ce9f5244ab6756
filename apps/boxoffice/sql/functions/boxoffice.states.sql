-- Transition tables; the same ones stand in code (OrderStatus::may_become, TicketStatus::may_become).
CREATE OR REPLACE FUNCTION boxoffice.orders_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A test is over whenever its event goes on sale for real.
  IF NOT (OLD.is_test AND NEW.status = 'cancelled') AND (OLD.status, NEW.status) NOT IN (
    ('pending', 'paid'), ('pending', 'expired'), ('pending', 'cancelled'), ('pending', 'failed'),
    -- A payment that arrived after the hold lapsed, and got its seats back.
    ('expired', 'paid'), ('expired', 'cancelled'),
    ('paid', 'partially_refunded'), ('paid', 'refunded'), ('partially_refunded', 'refunded')
  ) THEN
    RAISE EXCEPTION 'an order that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_transition', TABLE = 'orders';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER orders_transition BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION boxoffice.orders_transition();

CREATE OR REPLACE FUNCTION boxoffice.tickets_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (
    ('valid', 'checked_in'), ('valid', 'transfer_pending'), ('valid', 'listed'), ('valid', 'void'), ('valid', 'refunded'),
    ('transfer_pending', 'valid'), ('transfer_pending', 'void'), ('transfer_pending', 'refunded'),
    ('listed', 'valid'), ('listed', 'void'), ('listed', 'refunded'),
    ('checked_in', 'void'), ('checked_in', 'refunded')
  ) THEN
    RAISE EXCEPTION 'a ticket that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = 'tickets_transition', TABLE = 'tickets';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER tickets_transition BEFORE UPDATE OF status ON public.tickets FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION boxoffice.tickets_transition();
GRANT EXECUTE ON FUNCTION boxoffice.orders_transition(), boxoffice.tickets_transition() TO PUBLIC;

-- An event's stock is set by whoever manages its tickets; below what is held and sold it cannot go (the pool's own check).
CREATE OR REPLACE FUNCTION boxoffice.set_capacity(pool uuid, new_capacity integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE q public.pools;
BEGIN
  SELECT * INTO q FROM public.pools WHERE id = pool;
  -- The house itself (an import) by its login, which no claim can forge; everybody else by permission.
  IF NOT FOUND OR NOT (pg_has_role(session_user, 'service_role', 'MEMBER') OR q.organization_id = ANY (auth.scopes_with('tickets:manage', 'organization')) OR q.event_id = ANY (auth.scopes_with('tickets:manage', 'event'))) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM boxoffice.lock_stock(ARRAY[q.event_id]);
  UPDATE public.pools SET capacity = new_capacity, updated_at = clock.now(), version = version + 1 WHERE id = pool;
END $$;
ALTER FUNCTION boxoffice.set_capacity(uuid, integer) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.set_capacity(uuid, integer) TO authenticated, service_role;
