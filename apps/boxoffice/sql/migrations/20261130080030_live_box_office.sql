-- What live pages follow: see src/live. Ids alone.
ALTER PUBLICATION callboard_live ADD TABLE
  public.pools (id, event_id),
  public.ticket_types (id, event_id),
  public.ticket_type_pools (ticket_type_id, pool_id, event_id),
  public.fee_rules (id, event_id),
  public.tax_rules (id, event_id),
  public.orders (id),
  public.tickets (id, order_id, event_id),
  public.refunds (id, order_id),
  public.ticket_scans (id, event_id);
