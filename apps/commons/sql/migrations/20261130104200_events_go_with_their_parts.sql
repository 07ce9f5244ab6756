-- An event that nobody bought anything of can be deleted, and takes along what was said about it. What was sold, booked or sent
-- refers to it as before, and keeps it.
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT k.conname, k.conrelid::regclass AS of_table, pg_get_constraintdef(k.oid) AS is
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
    WHERE k.contype = 'f' AND k.confdeltype = 'a' AND t.relnamespace = 'public'::regnamespace
      AND (t.relname, f.relname) IN (('programme_items', 'events'), ('event_pictures', 'events'), ('event_documents', 'events'))
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON DELETE CASCADE', c.of_table, c.conname, c.conname, c.is);
  END LOOP;
END $$;
