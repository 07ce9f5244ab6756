-- What was offered goes with an event that nobody bought anything of. Orders, tickets, messages, comps, cancellations and scans
-- refer to their event as before, and keep it.
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT k.conname, k.conrelid::regclass AS of_table, pg_get_constraintdef(k.oid) AS is
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
    WHERE k.contype = 'f' AND k.confdeltype = 'a' AND t.relnamespace = 'public'::regnamespace
      AND (t.relname, f.relname) IN (
        ('pools', 'events'), ('ticket_types', 'events'), ('fee_rules', 'events'), ('tax_rules', 'events'), ('event_zones', 'events'),
        ('refund_policies', 'events'), ('refund_rules', 'events'), ('saved_views', 'events'), ('promo_codes', 'events'), ('holds', 'events'),
        ('ticket_type_pools', 'ticket_types'), ('ticket_type_pools', 'pools'), ('ticket_type_zones', 'ticket_types'), ('ticket_type_zones', 'event_zones'),
        ('promo_code_types', 'promo_codes'), ('promo_code_types', 'ticket_types'), ('promo_redemptions', 'promo_codes'), ('promo_redemptions', 'holds'),
        ('hold_items', 'holds'), ('hold_items', 'ticket_types'))
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON DELETE CASCADE', c.of_table, c.conname, c.conname, c.is);
  END LOOP;
END $$;
