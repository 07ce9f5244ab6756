-- Debits equal credits, per journal, when the transaction ends.
CREATE OR REPLACE FUNCTION public.journals_balanced() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  journal uuid := CASE WHEN TG_TABLE_NAME = 'journals' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'journal_id')::uuid END;
  debit numeric; credit numeric; sides integer;
BEGIN
  SELECT coalesce(sum(amount_minor) FILTER (WHERE side = 'debit'), 0), coalesce(sum(amount_minor) FILTER (WHERE side = 'credit'), 0), count(*)
    INTO debit, credit, sides FROM public.ledger_entries WHERE journal_id = journal;
  IF debit <> credit OR sides < 2 THEN
    RAISE EXCEPTION 'journal % does not balance: debit %, credit %', journal, debit, credit USING ERRCODE = 'check_violation', CONSTRAINT = 'journals_balanced', TABLE = 'journals';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION public.journals_balanced() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION public.journals_balanced() TO PUBLIC;

DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'journals_balanced') THEN
    CREATE CONSTRAINT TRIGGER journals_balanced AFTER INSERT ON public.journals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.journals_balanced();
    CREATE CONSTRAINT TRIGGER ledger_entries_balanced AFTER INSERT ON public.ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.journals_balanced();
  END IF;
END $$;
CREATE OR REPLACE TRIGGER journals_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.journals FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE OR REPLACE TRIGGER ledger_entries_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

-- The accounts every organization that sells needs (numbers of the seed's chart).
CREATE OR REPLACE FUNCTION public.open_ledger(organization uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO public.ledger_accounts (id, organization_id, code, name, type)
  SELECT gen_random_uuid(), organization, code, name, type FROM (VALUES
    ('1000', 'Cash', 'asset'),
    ('1050', 'Payments in clearing', 'asset'),
    ('1200', 'Accounts receivable', 'asset'),
    ('1500', 'Equipment', 'asset'),
    ('2000', 'Accounts payable', 'liability'),
    ('2200', 'Tax payable', 'liability'),
    ('2400', 'Deferred ticket revenue', 'liability'),
    ('3000', 'Equity', 'equity'),
    ('4000', 'Ticket revenue', 'revenue'),
    ('4100', 'Fee revenue', 'revenue'),
    ('5000', 'Cost of goods sold', 'expense'),
    ('6000', 'Operating expense', 'expense'),
    ('7000', 'Labour', 'expense')
  ) AS chart (code, name, type)
  ON CONFLICT (organization_id, code) DO NOTHING
$$;
ALTER FUNCTION public.open_ledger(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION public.open_ledger(uuid) TO callboard_sales, service_role;
