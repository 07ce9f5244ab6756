-- Events that are tried out. What is bought while status is `test` is a test from the claim on: no money moves, no
-- journal is posted, and going on sale for real voids all of it under the lock of the event's stock.

-- Orders and tickets are tests exactly as what they come from.
CREATE OR REPLACE FUNCTION boxoffice.orders_test() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.is_test := coalesce((SELECT h.is_test FROM public.holds h WHERE h.id = NEW.hold_id), false);
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.orders_test() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.orders_test() TO PUBLIC;
CREATE OR REPLACE TRIGGER orders_test BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION boxoffice.orders_test();

CREATE OR REPLACE FUNCTION boxoffice.tickets_test() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.is_test := coalesce((SELECT o.is_test FROM public.orders o WHERE o.id = NEW.order_id), false);
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.tickets_test() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.tickets_test() TO PUBLIC;
CREATE OR REPLACE TRIGGER tickets_test BEFORE INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION boxoffice.tickets_test();

CREATE OR REPLACE FUNCTION boxoffice.test_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'whether a row of % is a test never changes', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_test_is_for_ever', TABLE = TG_TABLE_NAME;
END $$;
GRANT EXECUTE ON FUNCTION boxoffice.test_is_for_ever() TO PUBLIC;
CREATE OR REPLACE TRIGGER holds_test_is_for_ever BEFORE UPDATE OF is_test ON public.holds FOR EACH ROW WHEN (OLD.is_test IS DISTINCT FROM NEW.is_test) EXECUTE FUNCTION boxoffice.test_is_for_ever();
CREATE OR REPLACE TRIGGER orders_test_is_for_ever BEFORE UPDATE OF is_test ON public.orders FOR EACH ROW WHEN (OLD.is_test IS DISTINCT FROM NEW.is_test) EXECUTE FUNCTION boxoffice.test_is_for_ever();
CREATE OR REPLACE TRIGGER tickets_test_is_for_ever BEFORE UPDATE OF is_test ON public.tickets FOR EACH ROW WHEN (OLD.is_test IS DISTINCT FROM NEW.is_test) EXECUTE FUNCTION boxoffice.test_is_for_ever();

-- A test order has no payment, no refund and no journal.
CREATE OR REPLACE FUNCTION boxoffice.no_money_for_tests() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  said jsonb := to_jsonb(NEW);
  which uuid := CASE TG_TABLE_NAME WHEN 'payments' THEN said ->> 'subject_id' WHEN 'journals' THEN said ->> 'source_id' ELSE said ->> 'order_id' END;
BEGIN
  PERFORM 1 FROM public.orders o WHERE o.id = which AND o.is_test;
  IF FOUND THEN
    RAISE EXCEPTION 'order % is a test: no money moves for it', which USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_none_for_tests', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.no_money_for_tests() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.no_money_for_tests() TO PUBLIC;
CREATE OR REPLACE TRIGGER payments_none_for_tests BEFORE INSERT ON public.payments FOR EACH ROW WHEN (NEW.subject_type = 'order') EXECUTE FUNCTION boxoffice.no_money_for_tests();
CREATE OR REPLACE TRIGGER journals_none_for_tests BEFORE INSERT ON public.journals FOR EACH ROW WHEN (NEW.source_type = 'order') EXECUTE FUNCTION boxoffice.no_money_for_tests();
CREATE OR REPLACE TRIGGER refunds_none_for_tests BEFORE INSERT ON public.refunds FOR EACH ROW EXECUTE FUNCTION boxoffice.no_money_for_tests();

-- Into test mode only before anything was sold for real; out of it only with every test voided.
CREATE OR REPLACE FUNCTION boxoffice.events_test_mode() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.status = 'test' THEN
    PERFORM boxoffice.lock_stock(ARRAY[NEW.id]);
    IF EXISTS (SELECT 1 FROM public.orders o WHERE o.event_id = NEW.id AND NOT o.is_test AND (o.paid_at IS NOT NULL OR o.status = 'pending'))
      OR EXISTS (SELECT 1 FROM public.holds h WHERE h.event_id = NEW.id AND NOT h.is_test AND h.status IN ('active', 'committed')) THEN
      RAISE EXCEPTION 'event % has sold for real and cannot be tried out any more', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'events_no_test_after_sale', TABLE = 'events';
    END IF;
  ELSIF EXISTS (SELECT 1 FROM public.holds h WHERE h.event_id = NEW.id AND h.is_test AND h.status IN ('active', 'committed'))
    OR EXISTS (SELECT 1 FROM public.tickets t WHERE t.event_id = NEW.id AND t.is_test AND t.status NOT IN ('void', 'refunded')) THEN
    RAISE EXCEPTION 'event % still has test tickets', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'events_test_left_clean', TABLE = 'events';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.events_test_mode() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.events_test_mode() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_test_mode BEFORE UPDATE OF status ON public.events FOR EACH ROW
  WHEN ((OLD.status = 'test') IS DISTINCT FROM (NEW.status = 'test')) EXECUTE FUNCTION boxoffice.events_test_mode();

-- Voids all tests of an event and gives their stock back; the caller then moves the event's status on, in the same
-- transaction. Takes the lock of the event's stock first: whoever claims at this moment waits and buys for real.
CREATE OR REPLACE FUNCTION boxoffice.end_test(which uuid)
RETURNS TABLE (voided_orders integer, voided_tickets integer, released_holds integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE e public.events; one uuid; d record;
BEGIN
  SELECT * INTO e FROM public.events WHERE id = which;
  IF NOT FOUND OR NOT (e.organization_id = ANY (auth.scopes_with('events:publish', 'organization')) OR e.id = ANY (auth.scopes_with('events:publish', 'event'))) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Orders before stock, as everywhere.
  PERFORM 1 FROM public.orders o WHERE o.event_id = which AND o.is_test ORDER BY o.id FOR UPDATE;
  PERFORM boxoffice.lock_stock(ARRAY[which]);
  released_holds := 0;
  FOR one IN SELECT h.id FROM public.holds h WHERE h.event_id = which AND h.is_test AND h.status IN ('active', 'committed') ORDER BY h.id FOR UPDATE LOOP
    PERFORM boxoffice.move_stock(one, -1, 0);
    UPDATE public.holds SET status = 'released' WHERE id = one;
    released_holds := released_holds + 1;
  END LOOP;
  FOR d IN SELECT t.ticket_type_id, count(*)::integer AS n FROM public.tickets t
           WHERE t.event_id = which AND t.is_test AND t.status NOT IN ('void', 'refunded') GROUP BY t.ticket_type_id LOOP
    UPDATE public.pools q SET sold = q.sold - d.n, updated_at = clock.now(), version = q.version + 1
      FROM public.ticket_type_pools tp WHERE tp.ticket_type_id = d.ticket_type_id AND q.id = tp.pool_id;
  END LOOP;
  UPDATE public.tickets SET status = 'void' WHERE event_id = which AND is_test AND status NOT IN ('void', 'refunded');
  GET DIAGNOSTICS voided_tickets = ROW_COUNT;
  UPDATE public.orders SET status = 'cancelled', paid_at = NULL, notice = 'This was a test order. The test is over; no money moved.'
    WHERE event_id = which AND is_test AND status IN ('pending', 'paid', 'expired', 'partially_refunded');
  GET DIAGNOSTICS voided_orders = ROW_COUNT;
  RETURN NEXT;
END $$;
ALTER FUNCTION boxoffice.end_test(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.end_test(uuid) TO authenticated;

-- What end_test would void, for the question before it.
CREATE OR REPLACE FUNCTION boxoffice.count_tests(which uuid) RETURNS TABLE (orders_count integer, tickets_count integer, holds_count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT (SELECT count(*)::integer FROM public.orders o WHERE o.event_id = e.id AND o.is_test AND o.status IN ('pending', 'paid', 'expired', 'partially_refunded')),
         (SELECT count(*)::integer FROM public.tickets t WHERE t.event_id = e.id AND t.is_test AND t.status NOT IN ('void', 'refunded')),
         (SELECT count(*)::integer FROM public.holds h WHERE h.event_id = e.id AND h.is_test AND h.status IN ('active', 'committed'))
    FROM public.events e
   WHERE e.id = which AND (e.organization_id = ANY (auth.scopes_with('events:view', 'organization')) OR e.id = ANY (auth.scopes_with('events:view', 'event')))
$$;
ALTER FUNCTION boxoffice.count_tests(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.count_tests(uuid) TO authenticated;
