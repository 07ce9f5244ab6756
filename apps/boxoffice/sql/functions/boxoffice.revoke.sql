-- One ticket is withdrawn: its code admits nobody any more. Its place goes on sale again with `restock`; otherwise
-- it is withdrawn with the ticket, from every stock the ticket draws from. Returns whether it lived until now.
CREATE OR REPLACE FUNCTION boxoffice.revoke_ticket(which uuid, restock boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t public.tickets;
BEGIN
  SELECT * INTO t FROM public.tickets WHERE id = which;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[t.event_id]);
  SELECT * INTO t FROM public.tickets WHERE id = which FOR UPDATE;
  IF t.status IN ('void', 'refunded') THEN RETURN false; END IF;
  UPDATE public.pools q SET sold = q.sold - 1, capacity = q.capacity - CASE WHEN restock THEN 0 ELSE 1 END, updated_at = clock.now(), version = q.version + 1
    FROM public.ticket_type_pools tp WHERE tp.ticket_type_id = t.ticket_type_id AND q.id = tp.pool_id;
  UPDATE public.tickets SET status = 'void' WHERE id = which;
  RETURN true;
END $$;
ALTER FUNCTION boxoffice.revoke_ticket(uuid, boolean) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.revoke_ticket(uuid, boolean) TO callboard_sales;
