-- What buyers were told when they paid stays: from the first order on, an event keeps its currency, its clock and its
-- organization. Tests are no orders; a cart is one that is about to be placed.
CREATE OR REPLACE FUNCTION boxoffice.events_keep_what_was_sold() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE field text := CASE WHEN OLD.currency <> NEW.currency THEN 'currency' WHEN OLD.timezone <> NEW.timezone THEN 'timezone' ELSE 'organization' END;
BEGIN
  -- Claims run under this lock, and only a hold becomes an order.
  PERFORM boxoffice.lock_stock(ARRAY[NEW.id]);
  IF EXISTS (SELECT 1 FROM public.orders o WHERE o.event_id = NEW.id AND NOT o.is_test)
    OR EXISTS (SELECT 1 FROM public.holds h WHERE h.event_id = NEW.id AND NOT h.is_test AND h.status IN ('active', 'committed')) THEN
    RAISE EXCEPTION 'event % has been sold: its % stays', NEW.id, field USING ERRCODE = 'check_violation', CONSTRAINT = 'events_sold_keeps_' || field, TABLE = 'events';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.events_keep_what_was_sold() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.events_keep_what_was_sold() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_keep_what_was_sold BEFORE UPDATE OF currency, timezone, organization_id ON public.events FOR EACH ROW
  WHEN (OLD.currency IS DISTINCT FROM NEW.currency OR OLD.timezone IS DISTINCT FROM NEW.timezone OR OLD.organization_id IS DISTINCT FROM NEW.organization_id)
  EXECUTE FUNCTION boxoffice.events_keep_what_was_sold();

-- An event is deleted only while nothing of it is sold or in a cart. Orders keep it by their foreign keys; a cart is an order to be.
CREATE OR REPLACE FUNCTION boxoffice.events_keep_their_carts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- Claims run under this lock.
  PERFORM boxoffice.lock_stock(ARRAY[OLD.id]);
  IF EXISTS (SELECT 1 FROM public.orders o WHERE o.event_id = OLD.id)
    OR EXISTS (SELECT 1 FROM public.holds h WHERE h.event_id = OLD.id AND (h.status = 'committed' OR (h.status = 'active' AND h.expires_at > clock.now()))) THEN
    RAISE EXCEPTION 'event % is sold or in carts', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'events_sold_stays', TABLE = 'events';
  END IF;
  RETURN OLD;
END $$;
ALTER FUNCTION boxoffice.events_keep_their_carts() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.events_keep_their_carts() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_keep_their_carts BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION boxoffice.events_keep_their_carts();
