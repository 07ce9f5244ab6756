-- What was bought stays what it was: chosen prices, names, zones.

-- Only a type whose price is the buyer's choice carries one, and none below its least. The type's row is locked
-- against a change of its pricing by the foreign key's own lock and ticket_types_pricing_stays.
CREATE OR REPLACE FUNCTION boxoffice.hold_items_chosen_price() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t public.ticket_types;
BEGIN
  SELECT * INTO t FROM public.ticket_types WHERE id = NEW.ticket_type_id;
  IF (t.pricing = 'chosen') <> (NEW.chosen_minor IS NOT NULL) OR NEW.chosen_minor < t.price_minor THEN
    RAISE EXCEPTION 'ticket type % cannot be had for %', NEW.ticket_type_id, NEW.chosen_minor USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_items_chosen_price', TABLE = 'hold_items';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.hold_items_chosen_price() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.hold_items_chosen_price() TO PUBLIC;
CREATE OR REPLACE TRIGGER hold_items_chosen_price BEFORE INSERT OR UPDATE ON public.hold_items FOR EACH ROW EXECUTE FUNCTION boxoffice.hold_items_chosen_price();

-- Who sets the price cannot change any more once the type was in a cart: that cart's price would lose its meaning. Tests that
-- are over bind nobody.
CREATE OR REPLACE FUNCTION boxoffice.ticket_types_pricing_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.lock_stock(ARRAY[NEW.event_id]);
  IF EXISTS (SELECT 1 FROM public.hold_items i JOIN public.holds h ON h.id = i.hold_id
             WHERE i.ticket_type_id = NEW.id AND (NOT h.is_test OR h.status IN ('active', 'committed'))) THEN
    RAISE EXCEPTION 'ticket type % was in carts already', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_types_pricing_stays', TABLE = 'ticket_types';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.ticket_types_pricing_stays() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.ticket_types_pricing_stays() TO PUBLIC;
CREATE OR REPLACE TRIGGER ticket_types_pricing_stays BEFORE UPDATE OF pricing ON public.ticket_types FOR EACH ROW
  WHEN (OLD.pricing <> NEW.pricing) EXECUTE FUNCTION boxoffice.ticket_types_pricing_stays();

-- A ticket is called what its order calls it, and makes of its holder what its type did when it was issued.
CREATE OR REPLACE FUNCTION boxoffice.tickets_as_bought() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.type_name = '' THEN
    SELECT i.name INTO NEW.type_name FROM public.order_items i WHERE i.order_id = NEW.order_id AND i.ticket_type_id = NEW.ticket_type_id;
  END IF;
  SELECT coalesce(nullif(NEW.type_name, ''), t.name), coalesce(NEW.grants_role, t.grants_role) INTO NEW.type_name, NEW.grants_role
    FROM public.ticket_types t WHERE t.id = NEW.ticket_type_id;
  RETURN NEW;
END $$;
ALTER FUNCTION boxoffice.tickets_as_bought() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.tickets_as_bought() TO PUBLIC;
CREATE OR REPLACE TRIGGER tickets_as_bought BEFORE INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION boxoffice.tickets_as_bought();

-- Tickets that are sold or in carts keep the zones they were bought with, and so does what the door let into one; they may gain some.
CREATE OR REPLACE FUNCTION boxoffice.ticket_type_zones_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.lock_stock(ARRAY[OLD.event_id]);
  IF EXISTS (SELECT 1 FROM public.hold_items i JOIN public.holds h ON h.id = i.hold_id WHERE i.ticket_type_id = OLD.ticket_type_id AND h.event_id = OLD.event_id AND h.status IN ('active', 'committed'))
    OR EXISTS (SELECT 1 FROM public.tickets t WHERE t.event_id = OLD.event_id AND t.ticket_type_id = OLD.ticket_type_id AND t.status NOT IN ('void', 'refunded'))
    OR EXISTS (SELECT 1 FROM public.ticket_scans s JOIN public.tickets t ON t.id = s.ticket_id WHERE s.zone_id = OLD.zone_id AND t.ticket_type_id = OLD.ticket_type_id AND s.result = 'admitted' AND NOT t.is_test) THEN
    RAISE EXCEPTION 'tickets were bought with this zone' USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_type_zones_kept', TABLE = 'ticket_type_zones';
  END IF;
  RETURN OLD;
END $$;
ALTER FUNCTION boxoffice.ticket_type_zones_kept() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.ticket_type_zones_kept() TO PUBLIC;
CREATE OR REPLACE TRIGGER ticket_type_zones_kept BEFORE DELETE ON public.ticket_type_zones FOR EACH ROW EXECUTE FUNCTION boxoffice.ticket_type_zones_kept();
