-- A quota is stock that several ticket types share. Which types draw from it changes under the lock of the event's
-- stock, and what they hold and have sold is counted anew in the same moment: pools never know less than what was sold.

-- Whether the caller manages the tickets of this pool's event.
CREATE OR REPLACE FUNCTION boxoffice.manages_pool(q public.pools) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth AS $$
  SELECT pg_has_role(session_user, 'service_role', 'MEMBER')
    OR coalesce(q.organization_id = ANY (auth.scopes_with('tickets:manage', 'organization')) OR q.event_id = ANY (auth.scopes_with('tickets:manage', 'event')), false)
$$;
ALTER FUNCTION boxoffice.manages_pool(public.pools) OWNER TO callboard_definer;

-- Name, capacity and types of a quota, all or nothing, if they are still what the caller saw; false if they are not.
-- Fewer than its types have sold and hold already is refused by the pool's own check.
CREATE OR REPLACE FUNCTION boxoffice.set_quota(quota uuid, seen_name text, seen_capacity integer, seen_types uuid[], new_name text, new_capacity integer, new_types uuid[])
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE q public.pools; now_types uuid[];
BEGIN
  SELECT * INTO q FROM public.pools WHERE id = quota AND kind = 'quota';
  IF NOT FOUND OR NOT boxoffice.manages_pool(q) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM boxoffice.lock_stock(ARRAY[q.event_id]);
  SELECT * INTO q FROM public.pools WHERE id = quota;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT coalesce(array_agg(tp.ticket_type_id ORDER BY tp.ticket_type_id), '{}') INTO now_types FROM public.ticket_type_pools tp WHERE tp.pool_id = quota;
  IF q.name <> seen_name OR q.capacity <> seen_capacity OR now_types <> (SELECT coalesce(array_agg(DISTINCT t ORDER BY t), '{}') FROM unnest(seen_types) t) THEN
    RETURN false;
  END IF;
  DELETE FROM public.ticket_type_pools tp WHERE tp.pool_id = quota AND NOT tp.ticket_type_id = ANY (new_types);
  -- A type of another event is refused by the foreign key.
  INSERT INTO public.ticket_type_pools (ticket_type_id, pool_id, event_id)
    SELECT DISTINCT t, quota, q.event_id FROM unnest(new_types) t ON CONFLICT DO NOTHING;
  UPDATE public.pools p SET name = new_name, capacity = new_capacity, updated_at = clock.now(), version = p.version + 1,
      held = (SELECT coalesce(sum(i.quantity), 0) FROM public.hold_items i JOIN public.holds h ON h.id = i.hold_id
              WHERE i.ticket_type_id = ANY (new_types) AND h.event_id = q.event_id AND h.status IN ('active', 'committed')),
      sold = (SELECT count(*) FROM public.tickets t WHERE t.event_id = q.event_id AND t.ticket_type_id = ANY (new_types) AND t.status NOT IN ('void', 'refunded'))
    WHERE p.id = quota;
  RETURN true;
END $$;
ALTER FUNCTION boxoffice.set_quota(uuid, text, integer, uuid[], text, integer, uuid[]) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.set_quota(uuid, text, integer, uuid[], text, integer, uuid[]) TO authenticated;

-- A quota is no more: its types sell as far as their other stock goes. False where it was gone already.
CREATE OR REPLACE FUNCTION boxoffice.drop_quota(quota uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE q public.pools;
BEGIN
  SELECT * INTO q FROM public.pools WHERE id = quota AND kind = 'quota';
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT boxoffice.manages_pool(q) THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[q.event_id]);
  DELETE FROM public.ticket_type_pools WHERE pool_id = quota;
  DELETE FROM public.pools WHERE id = quota;
  RETURN FOUND;
END $$;
ALTER FUNCTION boxoffice.drop_quota(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.drop_quota(uuid) TO authenticated;

-- A type's own stock is called what the type is called.
CREATE OR REPLACE FUNCTION boxoffice.rename_pool(pool uuid, new_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE q public.pools;
BEGIN
  SELECT * INTO q FROM public.pools WHERE id = pool;
  IF NOT FOUND OR NOT boxoffice.manages_pool(q) THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[q.event_id]);
  UPDATE public.pools SET name = new_name, updated_at = clock.now(), version = version + 1 WHERE id = pool AND name <> new_name;
END $$;
ALTER FUNCTION boxoffice.rename_pool(uuid, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.rename_pool(uuid, text) TO authenticated;

-- Outside boxoffice.set_quota only a type that has sold and holds nothing begins to draw from a pool.
CREATE OR REPLACE FUNCTION boxoffice.ticket_type_pools_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.lock_stock(ARRAY[NEW.event_id]);
  IF EXISTS (SELECT 1 FROM public.hold_items i JOIN public.holds h ON h.id = i.hold_id WHERE i.ticket_type_id = NEW.ticket_type_id AND h.event_id = NEW.event_id AND h.status IN ('active', 'committed'))
    OR EXISTS (SELECT 1 FROM public.tickets t WHERE t.event_id = NEW.event_id AND t.ticket_type_id = NEW.ticket_type_id AND t.status NOT IN ('void', 'refunded')) THEN
    RAISE EXCEPTION 'what this ticket type has sold would not be counted' USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_type_pools_counted', TABLE = 'ticket_type_pools';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.ticket_type_pools_counted() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.ticket_type_pools_counted() TO PUBLIC;
-- After the row: whoever may not write it at all is told that and nothing else.
CREATE OR REPLACE TRIGGER ticket_type_pools_counted AFTER INSERT ON public.ticket_type_pools FOR EACH ROW
  WHEN (current_user <> 'callboard_definer') EXECUTE FUNCTION boxoffice.ticket_type_pools_counted();
