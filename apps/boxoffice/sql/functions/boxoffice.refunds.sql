-- Tickets of an order die and their places go on sale again: the chosen ones, or all that live when none are named.
-- All or nothing: as soon as one is not to be had, none dies, and every chosen one says how it stands.
--   returned: it died now   gone: it was dead before, or is none of this order's
--   came_in: it was used at a door, and `known_in` did not name it
-- Without `known_in` tickets that were used die too.
CREATE OR REPLACE FUNCTION boxoffice.return_tickets(which uuid, chosen uuid[], known_in uuid[], final_status text)
RETURNS TABLE (ticket uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE o public.orders; d record; ids uuid[]; words text[]; whole boolean := chosen IS NULL;
BEGIN
  IF final_status NOT IN ('refunded', 'void') THEN RAISE EXCEPTION 'tickets cannot return as %', final_status USING ERRCODE = 'check_violation'; END IF;
  SELECT * INTO o FROM public.orders WHERE id = which;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[o.event_id]);
  PERFORM 1 FROM public.tickets t WHERE t.order_id = which ORDER BY t.id FOR UPDATE;
  IF whole THEN
    SELECT coalesce(array_agg(t.id ORDER BY t.position), '{}') INTO chosen FROM public.tickets t WHERE t.order_id = which AND t.status NOT IN ('void', 'refunded');
  END IF;
  SELECT coalesce(array_agg(c.id ORDER BY c.id), '{}'),
         coalesce(array_agg(CASE WHEN t.id IS NULL OR t.status IN ('void', 'refunded') THEN 'gone'
                        WHEN t.status = 'checked_in' AND known_in IS NOT NULL AND t.id <> ALL (known_in) THEN 'came_in'
                        ELSE 'returned' END ORDER BY c.id), '{}')
    INTO ids, words
    FROM (SELECT DISTINCT unnest(chosen) AS id) c LEFT JOIN public.tickets t ON t.id = c.id AND t.order_id = which;
  IF NOT ('gone' = ANY (words) OR 'came_in' = ANY (words)) THEN
    FOR d IN SELECT t.ticket_type_id, count(*)::integer AS n FROM public.tickets t WHERE t.id = ANY (ids) GROUP BY t.ticket_type_id LOOP
      UPDATE public.pools q SET sold = q.sold - d.n, updated_at = clock.now(), version = q.version + 1
        FROM public.ticket_type_pools tp WHERE tp.ticket_type_id = d.ticket_type_id AND q.id = tp.pool_id;
    END LOOP;
    UPDATE public.tickets t SET status = final_status WHERE t.id = ANY (ids);
  END IF;
  RETURN QUERY SELECT * FROM unnest(ids, words);
END $$;
ALTER FUNCTION boxoffice.return_tickets(uuid, uuid[], uuid[], text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.return_tickets(uuid, uuid[], uuid[], text) TO callboard_sales;

-- Whoever gives back earlier never gets less: asked when the transaction ends, so that a policy is replaced rule by rule.
CREATE OR REPLACE FUNCTION boxoffice.refund_rules_fall() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- Two who write at once are judged one after the other.
  PERFORM 1 FROM public.refund_policies p WHERE p.event_id = NEW.event_id FOR UPDATE;
  PERFORM 1 FROM public.refund_rules early JOIN public.refund_rules late ON late.event_id = early.event_id AND late.hours_before < early.hours_before
    WHERE early.event_id = NEW.event_id AND (late.percent > early.percent OR (late.with_fees AND NOT early.with_fees));
  IF FOUND THEN
    RAISE EXCEPTION 'a later refund gives more than an earlier one' USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_rules_fall', TABLE = 'refund_rules';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.refund_rules_fall() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.refund_rules_fall() TO PUBLIC;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'refund_rules_fall') THEN
    CREATE CONSTRAINT TRIGGER refund_rules_fall AFTER INSERT OR UPDATE ON public.refund_rules DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION boxoffice.refund_rules_fall();
  END IF;
END $$;
