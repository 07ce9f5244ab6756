-- Uses of codes are counted here and nowhere else. Whoever counts locks the code's row first, and the rows of several
-- codes in the order of their ids; before them come an event's pools, after them the holds. Purchases without a code
-- lock no code.

-- What the limits say of one more use by this person. A use that `except_hold` has already counts as none.
CREATE OR REPLACE FUNCTION boxoffice.code_limits(c public.promo_codes, buyer_user uuid, buyer_email text, except_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE own integer; mine integer;
BEGIN
  SELECT count(*) INTO own FROM public.promo_redemptions r WHERE r.hold_id = except_hold AND r.code_id = c.id AND r.given_back_at IS NULL;
  IF c.uses - own >= c.max_uses THEN RETURN 'used_up'; END IF;
  IF c.max_uses_per_buyer IS NOT NULL THEN
    SELECT count(*) INTO mine FROM public.promo_redemptions r
      WHERE r.code_id = c.id AND r.given_back_at IS NULL AND r.hold_id IS DISTINCT FROM except_hold
        AND (r.user_id = buyer_user OR (r.email <> '' AND r.email = buyer_email));
    IF mine >= c.max_uses_per_buyer THEN RETURN 'used_by_you'; END IF;
  END IF;
  RETURN 'good';
END $$;
ALTER FUNCTION boxoffice.code_limits(public.promo_codes, uuid, text, uuid) OWNER TO callboard_definer;

-- Whether a code counts at this event now, for this person: good | unknown | not_for_these | paused | not_yet | over | used_up | used_by_you.
CREATE OR REPLACE FUNCTION boxoffice.code_verdict(c public.promo_codes, for_event uuid, buyer_user uuid, buyer_email text, except_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE moment timestamptz := clock.now();
BEGIN
  IF c.id IS NULL THEN RETURN 'unknown'; END IF;
  IF c.event_id <> for_event THEN RETURN 'not_for_these'; END IF;
  IF c.status = 'paused' THEN RETURN 'paused'; END IF;
  IF c.starts_at > moment THEN RETURN 'not_yet'; END IF;
  IF c.ends_at <= moment THEN RETURN 'over'; END IF;
  RETURN boxoffice.code_limits(c, buyer_user, buyer_email, except_hold);
END $$;
ALTER FUNCTION boxoffice.code_verdict(public.promo_codes, uuid, uuid, text, uuid) OWNER TO callboard_definer;

-- The same of a code by its id, for whoever only asks.
CREATE OR REPLACE FUNCTION boxoffice.ask_code(which uuid, for_event uuid, buyer_user uuid, buyer_email text, except_hold uuid) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce((SELECT boxoffice.code_verdict(c, for_event, buyer_user, buyer_email, except_hold) FROM public.promo_codes c WHERE c.id = which), 'unknown')
$$;
ALTER FUNCTION boxoffice.ask_code(uuid, uuid, uuid, text, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.ask_code(uuid, uuid, uuid, text, uuid) TO callboard_sales;

-- Whether the event's page has a reason to ask for a code. That there are codes is no secret; which ones is.
CREATE OR REPLACE FUNCTION boxoffice.takes_codes(event uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM public.events e JOIN public.promo_codes c ON c.organization_id = e.organization_id
                 WHERE e.id = event AND (c.event_id IS NULL OR c.event_id = e.id) AND c.status = 'active' AND (c.ends_at IS NULL OR c.ends_at > clock.now()))
$$;
ALTER FUNCTION boxoffice.takes_codes(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.takes_codes(uuid) TO anon, authenticated, callboard_sales;

-- Counts a use for a cart that becomes an order. The second time only the address is corrected: a cart whose tickets
-- the code opened has its use already, and keeps it whatever the window says since.
CREATE OR REPLACE FUNCTION boxoffice.redeem_code(which uuid, for_hold uuid, buyer_email text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE c public.promo_codes; h public.holds; verdict text; counted boolean;
BEGIN
  SELECT * INTO c FROM public.promo_codes WHERE id = which FOR UPDATE;
  -- A hold that lapses at this moment has given back what it has; nothing may be added to it.
  SELECT * INTO h FROM public.holds WHERE id = for_hold FOR SHARE;
  IF h.status IS DISTINCT FROM 'active' THEN RETURN 'lapsed'; END IF;
  SELECT true INTO counted FROM public.promo_redemptions r WHERE r.hold_id = h.id AND r.code_id = c.id AND r.given_back_at IS NULL;
  IF counted THEN
    verdict := boxoffice.code_limits(c, h.user_id, buyer_email, h.id);
  ELSE
    verdict := boxoffice.code_verdict(c, h.event_id, h.user_id, buyer_email, h.id);
  END IF;
  IF verdict <> 'good' THEN RETURN verdict; END IF;
  IF counted THEN
    UPDATE public.promo_redemptions SET email = buyer_email WHERE hold_id = h.id;
  ELSE
    -- A test uses nothing up: its row says which code it had, and is given back from the start.
    INSERT INTO public.promo_redemptions (hold_id, code_id, organization_id, event_id, user_id, email, given_back_at)
      VALUES (h.id, c.id, c.organization_id, h.event_id, h.user_id, buyer_email, CASE WHEN h.is_test THEN clock.now() END)
      ON CONFLICT (hold_id) DO UPDATE SET email = EXCLUDED.email;
    UPDATE public.promo_codes SET uses = uses + 1 WHERE id = c.id AND NOT h.is_test;
  END IF;
  RETURN 'good';
END $$;
ALTER FUNCTION boxoffice.redeem_code(uuid, uuid, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.redeem_code(uuid, uuid, text) TO callboard_sales;

-- Keeps a code with a cart that is no order yet; NULL takes it off. False: its tickets were opened by the code it has.
CREATE OR REPLACE FUNCTION boxoffice.set_code(hold uuid, wanted text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH done AS (
    UPDATE public.holds h SET code = wanted WHERE h.id = hold AND h.status = 'active'
       AND NOT EXISTS (SELECT 1 FROM public.promo_redemptions r WHERE r.hold_id = h.id) AND NOT EXISTS (SELECT 1 FROM public.orders o WHERE o.hold_id = h.id) RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM done)
$$;
ALTER FUNCTION boxoffice.set_code(uuid, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.set_code(uuid, text) TO callboard_sales;

-- A hold that ends gives its use back, once; one that a late payment revives takes it again.
CREATE OR REPLACE FUNCTION boxoffice.holds_return_code() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which uuid;
BEGIN
  IF NEW.status IN ('expired', 'released') THEN
    UPDATE public.promo_redemptions SET given_back_at = clock.now() WHERE hold_id = NEW.id AND given_back_at IS NULL RETURNING code_id INTO which;
    IF FOUND THEN UPDATE public.promo_codes SET uses = uses - 1 WHERE id = which; END IF;
  ELSE
    UPDATE public.promo_redemptions SET given_back_at = NULL WHERE hold_id = NEW.id AND given_back_at IS NOT NULL RETURNING code_id INTO which;
    IF FOUND THEN UPDATE public.promo_codes SET uses = uses + 1 WHERE id = which; END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER holds_return_code AFTER UPDATE OF status ON public.holds FOR EACH ROW
  WHEN (NOT NEW.is_test AND OLD.status IS DISTINCT FROM NEW.status AND (NEW.status IN ('expired', 'released') OR OLD.status IN ('expired', 'released'))) EXECUTE FUNCTION boxoffice.holds_return_code();
GRANT EXECUTE ON FUNCTION boxoffice.holds_return_code() TO PUBLIC;

-- Locks the codes that these holds use, before the holds themselves.
CREATE OR REPLACE FUNCTION boxoffice.lock_codes(holds uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM public.promo_codes WHERE id IN (SELECT r.code_id FROM public.promo_redemptions r WHERE r.hold_id = ANY (holds)) ORDER BY id FOR UPDATE;
END $$;
ALTER FUNCTION boxoffice.lock_codes(uuid[]) OWNER TO callboard_definer;

-- Whether a hold that lapsed may have the use of its code again; true without a code. The caller locked the code.
CREATE OR REPLACE FUNCTION boxoffice.may_use_again(hold uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.promo_redemptions r JOIN public.promo_codes c ON c.id = r.code_id
                     WHERE r.hold_id = hold AND boxoffice.code_limits(c, r.user_id, r.email, hold) <> 'good')
$$;
ALTER FUNCTION boxoffice.may_use_again(uuid) OWNER TO callboard_definer;

-- Locks what a batch of claims may count: the codes they bring that open hidden types, and those of carts they replace.
-- `coded` is the batch where any of it brings a code, else NULL.
CREATE OR REPLACE FUNCTION boxoffice.lock_codes_of_claims(event_ids uuid[], users uuid[], guests uuid[], coded jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE named uuid[]; used uuid[];
BEGIN
  IF coded IS NOT NULL THEN
    SELECT array_agg(c.id) INTO named FROM public.promo_codes c
      WHERE c.reveals AND c.organization_id IN (SELECT v.organization_id FROM public.events v WHERE v.id = ANY (event_ids))
        AND c.code IN (SELECT e ->> 'code' FROM jsonb_array_elements(coded) e);
  END IF;
  SELECT array_agg(r.code_id) INTO used FROM public.holds h JOIN public.promo_redemptions r ON r.hold_id = h.id AND r.given_back_at IS NULL
    WHERE h.event_id = ANY (event_ids) AND h.status = 'active' AND (h.user_id = ANY (users) OR h.guest_id = ANY (guests));
  IF named IS NOT NULL OR used IS NOT NULL THEN
    PERFORM 1 FROM public.promo_codes WHERE id = ANY (named || used) ORDER BY id FOR UPDATE;
  END IF;
END $$;
ALTER FUNCTION boxoffice.lock_codes_of_claims(uuid[], uuid[], uuid[], jsonb) OWNER TO callboard_definer;

-- Why a claim may not have the hidden types it asks for, as an outcome of boxoffice.claim; NULL when it may, or asks for none.
CREATE OR REPLACE FUNCTION boxoffice.hidden_refusal(claim jsonb, replaced uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE wanted uuid[]; c public.promo_codes; verdict text;
BEGIN
  SELECT array_agg(t.id) INTO wanted FROM jsonb_array_elements(claim -> 'items') x
    JOIN public.ticket_types t ON t.id = (x ->> 'type')::uuid AND t.event_id = (claim ->> 'event')::uuid WHERE t.hidden;
  IF wanted IS NULL THEN RETURN NULL; END IF;
  -- Without a code a hidden type is not there.
  IF claim ->> 'code' IS NULL THEN RETURN 'unknown'; END IF;
  SELECT p.* INTO c FROM public.events e JOIN public.promo_codes p ON p.organization_id = e.organization_id AND p.code = claim ->> 'code' WHERE e.id = (claim ->> 'event')::uuid;
  verdict := boxoffice.code_verdict(c, (claim ->> 'event')::uuid, (claim ->> 'user')::uuid, NULL, replaced);
  IF verdict <> 'good' THEN RETURN 'code_' || verdict; END IF;
  IF NOT c.reveals OR (EXISTS (SELECT 1 FROM public.promo_code_types o WHERE o.code_id = c.id)
                       AND EXISTS (SELECT 1 FROM unnest(wanted) w WHERE NOT EXISTS (SELECT 1 FROM public.promo_code_types o WHERE o.code_id = c.id AND o.ticket_type_id = w))) THEN
    RETURN 'code_not_for_these';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION boxoffice.hidden_refusal(jsonb, uuid) OWNER TO callboard_definer;

-- Keeps the code that a claim brought with its hold, and counts it where it opened a hidden type.
CREATE OR REPLACE FUNCTION boxoffice.bring_code(claim jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE which uuid;
BEGIN
  UPDATE public.holds SET code = claim ->> 'code' WHERE id = (claim ->> 'hold')::uuid;
  PERFORM 1 FROM jsonb_array_elements(claim -> 'items') x JOIN public.ticket_types t ON t.id = (x ->> 'type')::uuid WHERE t.hidden;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO public.promo_redemptions (hold_id, code_id, organization_id, event_id, user_id, given_back_at)
    SELECT h.id, c.id, h.organization_id, h.event_id, h.user_id, CASE WHEN h.is_test THEN clock.now() END FROM public.holds h JOIN public.promo_codes c ON c.organization_id = h.organization_id AND c.code = h.code
    WHERE h.id = (claim ->> 'hold')::uuid RETURNING code_id INTO which;
  UPDATE public.promo_codes SET uses = uses + 1 WHERE id = which AND NOT (SELECT h.is_test FROM public.holds h WHERE h.id = (claim ->> 'hold')::uuid);
END $$;
ALTER FUNCTION boxoffice.bring_code(jsonb) OWNER TO callboard_definer;
