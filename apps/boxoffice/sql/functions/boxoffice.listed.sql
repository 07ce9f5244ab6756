-- Keeps what everybody may find in step with events, places, ticket types, fees and taxes.

-- One ticket's price, everything in, as `pricing` computes it: each part rounded half up by itself; a free ticket carries no fee.
-- A price that no order could hold has none here either.
CREATE OR REPLACE FUNCTION boxoffice.all_in(event uuid, price_minor bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE WHEN total <= 9223372036854775807 THEN total::bigint END
    FROM (SELECT taxable + coalesce((SELECT round(taxable * t.rate_millionths / 1000000) FROM public.tax_rules t WHERE t.event_id = event AND NOT t.included), 0) AS total
            FROM (SELECT price_minor::numeric + CASE WHEN price_minor > 0 THEN
                    coalesce((SELECT sum(round(price_minor::numeric * f.rate_millionths / 1000000) + f.fixed_minor) FROM public.fee_rules f WHERE f.event_id = event), 0)
                    ELSE 0 END AS taxable) with_fees) with_tax
$$;
ALTER FUNCTION boxoffice.all_in(uuid, bigint) OWNER TO callboard_definer;

-- Writes one event's rows anew, or takes them away. Whoever changes an event's name and whoever changes its price at the same
-- time come one after the other, and each reads what the other wrote.
CREATE OR REPLACE FUNCTION boxoffice.list_event(event uuid, with_words boolean) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM public.events e WHERE e.id = event FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM public.events e WHERE e.id = event AND e.status IN ('published', 'postponed') AND e.visibility = 'public' AND e.starts_at IS NOT NULL) THEN
    DELETE FROM public.listed_events l WHERE l.event_id = event;
    RETURN;
  END IF;
  IF with_words OR NOT EXISTS (SELECT 1 FROM public.listed_events l WHERE l.event_id = event) THEN
    INSERT INTO public.listed_events AS l (event_id, organization_id, category, city, city_key, currency, timezone, starts_at, ends_at, starts_on, ends_on, listed_at, title, brief, words)
    SELECT e.id, e.organization_id, e.category, btrim(coalesce(v.city, '')), boxoffice.fold(btrim(coalesce(v.city, ''))), e.currency, e.timezone,
           e.starts_at, coalesce(e.ends_at, e.starts_at), d.first_day,
           -- What ends at four in the morning belongs to the evening before.
           CASE WHEN d.first_day IS NOT NULL THEN greatest(d.first_day, ((coalesce(e.ends_at, e.starts_at) - interval '6 hours') AT TIME ZONE e.timezone)::date) END,
           clock.now(), boxoffice.fold(t.title), boxoffice.fold(concat_ws(' ', t.title, p.place, e.presenter, e.organizer)),
           boxoffice.words(t.title, 'A') || boxoffice.words(concat_ws(' ', p.place, e.presenter, e.organizer), 'B')
             || setweight(boxoffice.joined(concat_ws(' ', t.title, p.place)), 'C') || boxoffice.words(e.category, 'C') || boxoffice.words(left(concat_ws(' ', v.address, (SELECT string_agg(x.value, ' ' ORDER BY x.key) FROM jsonb_each_text(v.addresses) x), e.description, (SELECT string_agg(x.value, ' ' ORDER BY x.key) FROM jsonb_each_text(e.descriptions) x)), 40000), 'D')
      FROM public.events e LEFT JOIN public.venues v ON v.id = e.venue_id
           CROSS JOIN LATERAL (SELECT CASE WHEN e.status <> 'postponed' THEN (e.starts_at AT TIME ZONE e.timezone)::date END AS first_day) d
           CROSS JOIN LATERAL (SELECT concat_ws(' ', e.name, (SELECT string_agg(x.value, ' ' ORDER BY x.key) FROM jsonb_each_text(e.names) x)) AS title) t
           CROSS JOIN LATERAL (SELECT concat_ws(' ', v.name, (SELECT string_agg(x.value, ' ' ORDER BY x.key) FROM jsonb_each_text(v.names) x), v.city) AS place) p
     WHERE e.id = event
    ON CONFLICT (event_id) DO UPDATE SET (category, city, city_key, currency, timezone, starts_at, ends_at, starts_on, ends_on, title, brief, words)
      = (EXCLUDED.category, EXCLUDED.city, EXCLUDED.city_key, EXCLUDED.currency, EXCLUDED.timezone, EXCLUDED.starts_at, EXCLUDED.ends_at, EXCLUDED.starts_on, EXCLUDED.ends_on, EXCLUDED.title, EXCLUDED.brief, EXCLUDED.words);
  END IF;
  DELETE FROM public.listed_prices l WHERE l.event_id = event;
  INSERT INTO public.listed_prices (ticket_type_id, event_id, all_in_minor, opens_at, closes_at)
    SELECT t.id, t.event_id, a.all_in, t.sale_starts_at, t.sale_ends_at
      FROM public.ticket_types t CROSS JOIN LATERAL (SELECT boxoffice.all_in(t.event_id, t.price_minor) AS all_in) a
     WHERE t.event_id = event AND NOT t.hidden AND t.archived_at IS NULL AND a.all_in IS NOT NULL;
END $$;
ALTER FUNCTION boxoffice.list_event(uuid, boolean) OWNER TO callboard_definer;

-- Every event, for a database that has events before it has the list.
CREATE OR REPLACE FUNCTION boxoffice.list_again() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.list_event(e.id, true) FROM (SELECT id FROM public.events WHERE status IN ('published', 'postponed') AND visibility = 'public' ORDER BY id) e;
END $$;
ALTER FUNCTION boxoffice.list_again() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.list_again() TO callboard_owner;

CREATE OR REPLACE FUNCTION boxoffice.events_listed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.list_event(NEW.id, true);
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.events_listed() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.events_listed() TO PUBLIC;
CREATE OR REPLACE TRIGGER events_listed AFTER INSERT OR UPDATE OF name, names, category, description, descriptions, presenter, organizer, starts_at, ends_at, timezone, currency, status, visibility, venue_id
  ON public.events FOR EACH ROW EXECUTE FUNCTION boxoffice.events_listed();

CREATE OR REPLACE FUNCTION boxoffice.venues_listed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.list_event(e.id, true) FROM (SELECT id FROM public.events WHERE venue_id = NEW.id AND status IN ('published', 'postponed') ORDER BY id) e;
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.venues_listed() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.venues_listed() TO PUBLIC;
CREATE OR REPLACE TRIGGER venues_listed AFTER UPDATE OF name, names, address, addresses, city ON public.venues FOR EACH ROW EXECUTE FUNCTION boxoffice.venues_listed();

CREATE OR REPLACE FUNCTION boxoffice.prices_listed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM boxoffice.list_event(CASE WHEN TG_OP = 'DELETE' THEN OLD.event_id ELSE NEW.event_id END, false);
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.prices_listed() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.prices_listed() TO PUBLIC;
CREATE OR REPLACE TRIGGER ticket_types_listed AFTER INSERT OR UPDATE OR DELETE ON public.ticket_types FOR EACH ROW EXECUTE FUNCTION boxoffice.prices_listed();
CREATE OR REPLACE TRIGGER fee_rules_listed AFTER INSERT OR UPDATE OR DELETE ON public.fee_rules FOR EACH ROW EXECUTE FUNCTION boxoffice.prices_listed();
CREATE OR REPLACE TRIGGER tax_rules_listed AFTER INSERT OR UPDATE OR DELETE ON public.tax_rules FOR EACH ROW EXECUTE FUNCTION boxoffice.prices_listed();

-- Of every listed event that sells now: the most that one of its kinds has left. A set, asked once per list, because stock is not
-- written into the list: it changes with every cart.
CREATE OR REPLACE FUNCTION boxoffice.listed_stock() RETURNS TABLE (event_id uuid, most_left integer) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT kind.event_id, max(kind.free)
    FROM (SELECT t.event_id, t.min_per_order, min(p.capacity - p.held - p.sold) AS free
            FROM public.listed_events l
            JOIN public.events e ON e.id = l.event_id AND e.status = 'published' AND e.starts_at > clock.now()
            JOIN public.ticket_types t ON t.event_id = l.event_id AND NOT t.hidden AND t.archived_at IS NULL
                 AND coalesce(t.sale_starts_at <= clock.now(), true) AND coalesce(t.sale_ends_at > clock.now(), true)
            JOIN public.ticket_type_pools tp ON tp.ticket_type_id = t.id
            JOIN public.pools p ON p.id = tp.pool_id
           GROUP BY t.id, t.event_id, t.min_per_order) kind
   WHERE kind.free >= kind.min_per_order GROUP BY kind.event_id
$$;
ALTER FUNCTION boxoffice.listed_stock() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.listed_stock() TO anon, authenticated;
