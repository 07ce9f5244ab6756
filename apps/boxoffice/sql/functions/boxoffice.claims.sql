-- Stock changes here and nowhere else. Everything that touches an event's stock first locks all pools of
-- that event in the order of their ids, so no two changes can wait for each other in a circle, and what is
-- read after the lock is what is written.

-- Writes down claims that boxoffice.claim has granted, in its name: nobody else may. Whether they are a test was decided under
-- the same lock.
CREATE OR REPLACE FUNCTION boxoffice.write_holds(granted jsonb[]) RETURNS void
LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  INSERT INTO public.holds (id, organization_id, event_id, user_id, guest_id, status, is_test, expires_at)
    SELECT (g ->> 'hold')::uuid, e.organization_id, e.id, (g ->> 'user')::uuid, (g ->> 'guest')::uuid, 'active', e.status = 'test', (g ->> 'expires_at')::timestamptz
    FROM unnest(granted) g JOIN public.events e ON e.id = (g ->> 'event')::uuid;
  INSERT INTO public.hold_items (hold_id, event_id, ticket_type_id, quantity, chosen_minor)
    SELECT (g ->> 'hold')::uuid, (g ->> 'event')::uuid, (x ->> 'type')::uuid, sum((x ->> 'quantity')::integer), min((x ->> 'chosen')::bigint)
    FROM unnest(granted) g CROSS JOIN jsonb_array_elements(g -> 'items') x GROUP BY 1, 2, 3;
END $$;
ALTER FUNCTION boxoffice.write_holds(jsonb[]) OWNER TO callboard_definer;

-- A batch of claims in arrival order: each all or nothing. Items of the input:
--   {"hold", "event", "user"|"guest", "expires_at", "items": [{"type", "quantity", "chosen"}], "code"?}
-- "chosen" is the price of one in minor units where the buyer chooses it, else absent or null.
-- A buyer's open cart for the same event is replaced when, and only when, the new claim succeeds.
-- Claims that cannot touch each other but through the stock are decided one after the other and written together: what a
-- row costs alone, PostgreSQL spends mostly on beginning a statement.
-- Outcomes: held | sold_out | not_on_sale | over_limit | under_limit | wrong_amount | unknown | closed | empty
--   | code_ and a verdict of boxoffice.code_verdict.
CREATE OR REPLACE FUNCTION boxoffice.claim(batch jsonb)
RETURNS TABLE (hold_id uuid, outcome text, detail text)
-- Plans are made once for a session: making them anew cost a third of a claim. And the table of holds grows by thousands a
-- second when a sale opens: a plan made while it was small must not read all of it under the lock.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  moment timestamptz := clock.now();
  hold_ids uuid[]; event_ids uuid[]; users uuid[]; guests uuid[]; brings_code boolean;
  pool_ids uuid[]; free integer[];
  trial integer[];
  c record; i record; old record; p uuid; at integer; item_count integer;
  buyer_user uuid; buyer_guest uuid; known boolean;
  replaced uuid; claim_event uuid;
  verdict text; note text;
  has_hidden boolean; has_used boolean; barred text;
  one_by_one boolean; known_holds uuid[]; cart_buyers uuid[]; cart_holds uuid[];
  looked_at uuid; is_open boolean; accepted jsonb[] := '{}';
BEGIN
  -- Arrays, because of a set of JSON's elements PostgreSQL expects a hundred and reads whole tables to meet them.
  SELECT array_agg((e ->> 'hold')::uuid), array_agg(DISTINCT (e ->> 'event')::uuid), array_agg((e ->> 'user')::uuid) FILTER (WHERE e ->> 'user' IS NOT NULL),
         array_agg((e ->> 'guest')::uuid) FILTER (WHERE e ->> 'guest' IS NOT NULL), bool_or(e ->> 'code' IS NOT NULL),
         count(DISTINCT e ->> 'hold') < count(*) OR count(DISTINCT coalesce(e ->> 'user', e ->> 'guest')) < count(*)
    INTO hold_ids, event_ids, users, guests, brings_code, one_by_one FROM jsonb_array_elements(batch) e;
  PERFORM 1 FROM public.pools WHERE event_id = ANY (event_ids) ORDER BY id FOR UPDATE;
  -- All that is asked of the tables before the first claim, in one statement: what a statement costs is mostly its beginning.
  -- Not in the one that locks: a quota that came while it waited is in the next one's sight only.
  looked_at := event_ids[1];
  SELECT s.ids, s.free, o.buyers, o.holds, (SELECT array_agg(h.id) FROM public.holds h WHERE h.id = ANY (hold_ids)),
         EXISTS (SELECT 1 FROM public.events e WHERE e.id = looked_at AND e.status IN ('published', 'test') AND (e.starts_at IS NULL OR e.starts_at > moment)),
         EXISTS (SELECT 1 FROM public.ticket_types t WHERE t.hidden AND t.event_id = ANY (event_ids)),
         EXISTS (SELECT 1 FROM public.promo_redemptions r WHERE r.event_id = ANY (event_ids) AND r.given_back_at IS NULL)
    INTO pool_ids, free, cart_buyers, cart_holds, known_holds, is_open, has_hidden, has_used FROM (
      SELECT array_agg(q.id) AS ids, array_agg(q.capacity - q.held - q.sold) AS free FROM public.pools q WHERE q.event_id = ANY (event_ids)) s, (
      SELECT array_agg(a.buyer) AS buyers, array_agg(a.id) AS holds FROM (
        SELECT h.guest_id AS buyer, h.id FROM public.holds h WHERE h.event_id = ANY (event_ids) AND h.guest_id = ANY (guests) AND h.status = 'active'
        UNION ALL
        SELECT h.user_id, h.id FROM public.holds h WHERE h.event_id = ANY (event_ids) AND h.user_id = ANY (users) AND h.status = 'active') a) o;
  IF brings_code OR has_used THEN
    PERFORM boxoffice.lock_codes_of_claims(event_ids, users, guests, CASE WHEN brings_code THEN batch END);
  END IF;
  -- Whoever comes twice, to another event too, or where codes are counted, has to find what the claims before have written.
  one_by_one := one_by_one OR brings_code OR has_hidden OR cardinality(event_ids) > 1;

  FOR c IN SELECT e.value AS claim, e.ordinality FROM jsonb_array_elements(batch) WITH ORDINALITY e LOOP
    hold_id := (c.claim ->> 'hold')::uuid;
    claim_event := (c.claim ->> 'event')::uuid;
    buyer_user := (c.claim ->> 'user')::uuid;
    buyer_guest := (c.claim ->> 'guest')::uuid;
    verdict := 'held'; note := '';

    -- The same claim again (a lost answer): the same result, nothing taken twice.
    IF one_by_one THEN
      known := EXISTS (SELECT 1 FROM public.holds h WHERE h.id = hold_id);
    ELSE
      known := hold_id = ANY (known_holds);
    END IF;
    IF known THEN
      outcome := 'held'; detail := ''; RETURN NEXT; CONTINUE;
    END IF;

    IF looked_at IS DISTINCT FROM claim_event THEN
      looked_at := claim_event;
      is_open := EXISTS (SELECT 1 FROM public.events e WHERE e.id = looked_at AND e.status IN ('published', 'test') AND (e.starts_at IS NULL OR e.starts_at > moment));
    END IF;
    IF NOT is_open THEN
      outcome := 'closed'; detail := ''; RETURN NEXT; CONTINUE;
    END IF;

    -- What the buyer's open cart would give back.
    IF one_by_one THEN
      SELECT h.id INTO replaced FROM public.holds h
        WHERE h.event_id = claim_event AND h.status = 'active'
          AND ((buyer_user IS NOT NULL AND h.user_id = buyer_user) OR (buyer_guest IS NOT NULL AND h.guest_id = buyer_guest));
    ELSE
      replaced := cart_holds[array_position(cart_buyers, coalesce(buyer_user, buyer_guest))];
    END IF;
    -- Hidden types are for whoever brings a code that opens them.
    IF has_hidden THEN
      barred := boxoffice.hidden_refusal(c.claim, replaced);
      IF barred IS NOT NULL THEN
        outcome := barred; detail := ''; RETURN NEXT; CONTINUE;
      END IF;
    END IF;
    trial := free;
    IF replaced IS NOT NULL THEN
      FOR old IN SELECT tp.pool_id, sum(hi.quantity)::integer AS n FROM public.hold_items hi JOIN public.ticket_type_pools tp ON tp.ticket_type_id = hi.ticket_type_id
                 WHERE hi.hold_id = replaced GROUP BY tp.pool_id LOOP
        at := array_position(pool_ids, old.pool_id);
        trial[at] := trial[at] + old.n;
      END LOOP;
    END IF;

    item_count := 0;
    FOR i IN SELECT w.*, t.id IS NOT NULL AS known_type, t.name, t.min_per_order, t.max_per_order, t.archived_at, t.sale_starts_at, t.sale_ends_at, t.pricing, t.price_minor,
                    ARRAY(SELECT tp.pool_id FROM public.ticket_type_pools tp WHERE tp.ticket_type_id = w.type_id) AS pools
             FROM (SELECT (x ->> 'type')::uuid AS type_id, sum((x ->> 'quantity')::integer)::integer AS n, min((x ->> 'chosen')::bigint) AS least, max((x ->> 'chosen')::bigint) AS most,
                          count(x ->> 'chosen') < count(*) AS unsaid FROM jsonb_array_elements(c.claim -> 'items') x GROUP BY 1) w
             LEFT JOIN public.ticket_types t ON t.id = w.type_id AND t.event_id = claim_event LOOP
      item_count := item_count + 1;
      IF NOT i.known_type OR i.archived_at IS NOT NULL THEN verdict := 'unknown'; note := ''; EXIT; END IF;
      IF i.n < 1 OR i.n < i.min_per_order THEN verdict := 'under_limit'; note := i.name; EXIT; END IF;
      IF i.n > i.max_per_order THEN verdict := 'over_limit'; note := i.name; EXIT; END IF;
      IF coalesce(i.sale_starts_at > moment, false) OR coalesce(i.sale_ends_at <= moment, false) THEN verdict := 'not_on_sale'; note := i.name; EXIT; END IF;
      -- One price for all tickets of a type, and only where the buyer is the one who says it.
      IF (i.pricing = 'chosen' AND (i.unsaid OR i.least <> i.most OR i.least < i.price_minor OR i.most > 100000000)) OR (i.pricing = 'fixed' AND i.most IS NOT NULL) THEN
        verdict := 'wrong_amount'; note := i.name; EXIT;
      END IF;
      IF i.pools = '{}' THEN verdict := 'not_on_sale'; note := i.name; EXIT; END IF;
      FOREACH p IN ARRAY i.pools LOOP
        at := array_position(pool_ids, p);
        trial[at] := trial[at] - i.n;
        IF trial[at] < 0 THEN verdict := 'sold_out'; note := i.name; EXIT; END IF;
      END LOOP;
      EXIT WHEN verdict <> 'held';
    END LOOP;
    IF item_count = 0 THEN verdict := 'empty'; END IF;

    IF verdict = 'held' THEN
      IF replaced IS NOT NULL THEN
        UPDATE public.holds h SET status = 'released' WHERE h.id = replaced;
      END IF;
      free := trial;
      accepted := accepted || c.claim;
      IF one_by_one THEN
        PERFORM boxoffice.write_holds(accepted);
        accepted := '{}';
        IF c.claim ->> 'code' IS NOT NULL THEN PERFORM boxoffice.bring_code(c.claim); END IF;
      END IF;
    END IF;
    outcome := verdict; detail := note; RETURN NEXT;
  END LOOP;
  IF accepted <> '{}' THEN PERFORM boxoffice.write_holds(accepted); END IF;

  -- Written once, from what was counted under the lock.
  UPDATE public.pools q SET held = q.capacity - q.sold - f.free, updated_at = moment, version = q.version + 1
    FROM unnest(pool_ids, free) AS f (id, free) WHERE q.id = ANY (pool_ids) AND q.id = f.id AND q.held <> q.capacity - q.sold - f.free;
END $$;
ALTER FUNCTION boxoffice.claim(jsonb) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.claim(jsonb) TO callboard_claims;

-- Adds to held and sold of every pool that a hold's items draw from. The caller holds the event's lock.
CREATE OR REPLACE FUNCTION boxoffice.move_stock(hold uuid, held_by integer, sold_by integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE public.pools q SET held = q.held + held_by * d.n, sold = q.sold + sold_by * d.n, updated_at = clock.now(), version = q.version + 1
    FROM (SELECT tp.pool_id, sum(hi.quantity)::integer AS n FROM public.hold_items hi JOIN public.ticket_type_pools tp ON tp.ticket_type_id = hi.ticket_type_id
          WHERE hi.hold_id = hold GROUP BY tp.pool_id) d
   WHERE q.id = d.pool_id
$$;
ALTER FUNCTION boxoffice.move_stock(uuid, integer, integer) OWNER TO callboard_definer;

CREATE OR REPLACE FUNCTION boxoffice.lock_stock(events uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM public.pools WHERE event_id = ANY (events) ORDER BY id FOR UPDATE;
END $$;
ALTER FUNCTION boxoffice.lock_stock(uuid[]) OWNER TO callboard_definer;

-- Money is about to be taken: the hold stops lapsing. A hold that lapsed gets its stock back if it is still
-- there. False: it is not, and nothing may be taken.
CREATE OR REPLACE FUNCTION boxoffice.commit_hold(hold uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE h public.holds;
BEGIN
  SELECT * INTO h FROM public.holds WHERE id = hold;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[h.event_id]);
  PERFORM boxoffice.lock_codes(ARRAY[hold]);
  SELECT * INTO h FROM public.holds WHERE id = hold FOR UPDATE;
  -- A test is sold only while its event is tried out, and then nothing else is.
  PERFORM 1 FROM public.events e WHERE e.id = h.event_id AND e.status = ANY (CASE WHEN h.is_test THEN ARRAY['test'] ELSE ARRAY['published', 'postponed'] END);
  IF NOT FOUND THEN RETURN false; END IF;
  IF h.status IN ('committed', 'sold') THEN RETURN true; END IF;
  IF h.status IN ('expired', 'released') THEN
    -- Nor without the use of its code, which somebody else may have by now: its price was for that use.
    IF NOT boxoffice.may_use_again(hold) THEN RETURN false; END IF;
    BEGIN
      PERFORM boxoffice.move_stock(hold, 1, 0);
    EXCEPTION WHEN check_violation THEN
      RETURN false;
    END;
  END IF;
  UPDATE public.holds SET status = 'committed' WHERE id = hold;
  RETURN true;
END $$;
ALTER FUNCTION boxoffice.commit_hold(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.commit_hold(uuid) TO callboard_sales;

-- Held becomes sold. True when this call did it, false when it was done before.
CREATE OR REPLACE FUNCTION boxoffice.sell_hold(hold uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE h public.holds;
BEGIN
  SELECT * INTO h FROM public.holds WHERE id = hold;
  IF NOT FOUND THEN RAISE EXCEPTION 'hold % does not exist', hold USING ERRCODE = 'no_data_found'; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[h.event_id]);
  SELECT * INTO h FROM public.holds WHERE id = hold FOR UPDATE;
  IF h.status = 'sold' THEN RETURN false; END IF;
  IF h.status NOT IN ('active', 'committed') THEN
    RAISE EXCEPTION 'hold % is % and cannot be sold', hold, h.status USING ERRCODE = 'check_violation', CONSTRAINT = 'holds_sell_live';
  END IF;
  PERFORM boxoffice.move_stock(hold, -1, 1);
  UPDATE public.holds SET status = 'sold' WHERE id = hold;
  RETURN true;
END $$;
ALTER FUNCTION boxoffice.sell_hold(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.sell_hold(uuid) TO callboard_sales;

-- Gives a live hold's stock back. A committed one only when `also_committed` (the capture certainly failed).
CREATE OR REPLACE FUNCTION boxoffice.release_hold(hold uuid, also_committed boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE h public.holds;
BEGIN
  SELECT * INTO h FROM public.holds WHERE id = hold;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM boxoffice.lock_stock(ARRAY[h.event_id]);
  PERFORM boxoffice.lock_codes(ARRAY[hold]);
  SELECT * INTO h FROM public.holds WHERE id = hold FOR UPDATE;
  IF h.status = 'active' OR (h.status = 'committed' AND also_committed) THEN
    PERFORM boxoffice.move_stock(hold, -1, 0);
    UPDATE public.holds SET status = 'released' WHERE id = hold;
    RETURN true;
  END IF;
  RETURN false;
END $$;
ALTER FUNCTION boxoffice.release_hold(uuid, boolean) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.release_hold(uuid, boolean) TO callboard_sales, callboard_claims;

-- Holds whose time is over give their stock back; at most `batch` of them. Returns which.
CREATE OR REPLACE FUNCTION boxoffice.expire_holds(batch integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE moment timestamptz := clock.now(); due uuid[]; events uuid[]; one uuid;
BEGIN
  SELECT array_agg(id), array_agg(DISTINCT event_id) INTO due, events
    FROM (SELECT id, event_id FROM public.holds WHERE status = 'active' AND expires_at <= moment ORDER BY expires_at LIMIT batch) d;
  IF due IS NULL THEN RETURN; END IF;
  PERFORM boxoffice.lock_stock(events);
  PERFORM boxoffice.lock_codes(due);
  FOR one IN SELECT id FROM public.holds WHERE id = ANY (due) AND status = 'active' AND expires_at <= moment ORDER BY id FOR UPDATE LOOP
    PERFORM boxoffice.move_stock(one, -1, 0);
    UPDATE public.holds SET status = 'expired' WHERE id = one;
    RETURN NEXT one;
  END LOOP;
END $$;
ALTER FUNCTION boxoffice.expire_holds(integer) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.expire_holds(integer) TO callboard_claims;

-- Keeps what a buyer typed at the checkout with the hold, as long as it can still become an order; NULL forgets it.
-- Touches no stock, so it takes no lock but the row's own.
CREATE OR REPLACE FUNCTION boxoffice.keep_typed(hold uuid, fields jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE public.holds h SET typed = fields WHERE h.id = hold AND h.status = 'active' AND h.typed IS DISTINCT FROM fields
$$;
ALTER FUNCTION boxoffice.keep_typed(uuid, jsonb) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.keep_typed(uuid, jsonb) TO callboard_sales;

-- What the buyer behind the transaction typed; staff who see the hold do not see that.
CREATE OR REPLACE FUNCTION boxoffice.typed_at(hold uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth AS $$
  SELECT h.typed FROM public.holds h WHERE h.id = hold AND (h.guest_id = (SELECT auth.guest()) OR h.user_id = (SELECT auth.uid()))
$$;
ALTER FUNCTION boxoffice.typed_at(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.typed_at(uuid) TO anon, authenticated, callboard_sales;

-- Names and addresses of whoever did not buy are nobody's business afterwards.
CREATE OR REPLACE FUNCTION boxoffice.holds_forget_typed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.typed := NULL;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER holds_forget_typed BEFORE UPDATE OF status ON public.holds FOR EACH ROW WHEN (NEW.status <> 'active' AND NEW.typed IS NOT NULL) EXECUTE FUNCTION boxoffice.holds_forget_typed();
GRANT EXECUTE ON FUNCTION boxoffice.holds_forget_typed() TO PUBLIC;
