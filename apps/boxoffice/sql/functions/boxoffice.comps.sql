-- Takes stock for people who are given tickets, all of it or none: NULL when it is theirs, else how many are left.
-- Items of the input: {"hold", "guest", "quantity"}; each hold is nobody's cart and becomes an order at once.
CREATE OR REPLACE FUNCTION boxoffice.take_comps(which uuid, batch jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t public.ticket_types; wanted integer; free integer;
BEGIN
  SELECT * INTO t FROM public.ticket_types WHERE id = which AND archived_at IS NULL;
  IF NOT FOUND THEN RETURN 0; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[t.event_id]);
  SELECT sum((x ->> 'quantity')::integer) INTO wanted FROM jsonb_array_elements(batch) x;
  SELECT coalesce(min(q.capacity - q.held - q.sold), 0) INTO free FROM public.ticket_type_pools tp JOIN public.pools q ON q.id = tp.pool_id WHERE tp.ticket_type_id = which;
  IF wanted > free THEN RETURN free; END IF;
  INSERT INTO public.holds (id, organization_id, event_id, guest_id, status, expires_at)
    SELECT (x ->> 'hold')::uuid, t.organization_id, t.event_id, (x ->> 'guest')::uuid, 'committed', clock.now() FROM jsonb_array_elements(batch) x;
  -- Where buyers choose the price, what is given away stands at the least one; the order costs nothing either way.
  INSERT INTO public.hold_items (hold_id, event_id, ticket_type_id, quantity, chosen_minor)
    SELECT (x ->> 'hold')::uuid, t.event_id, which, (x ->> 'quantity')::integer, CASE WHEN t.pricing = 'chosen' THEN t.price_minor END FROM jsonb_array_elements(batch) x;
  UPDATE public.pools q SET held = q.held + wanted, updated_at = clock.now(), version = q.version + 1
    FROM public.ticket_type_pools tp WHERE tp.ticket_type_id = which AND q.id = tp.pool_id;
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.take_comps(uuid, jsonb) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.take_comps(uuid, jsonb) TO callboard_sales;
