-- One look at one ticket at a door. The ticket's row is locked, so two doors cannot both admit; the unique
-- index ticket_scans_one_entry holds it even if this function were wrong. The same client_id gives the same answer.
-- With a zone it is a passage into that part of the place: it may repeat, and takes nothing from the one entry.
-- Reasons: admitted | already_used | wrong_event | refunded | void | too_early | unknown | mistyped | forged | transfer_pending | wrong_zone | test_ticket.
CREATE OR REPLACE FUNCTION boxoffice.scan(event uuid, ticket uuid, client uuid, at_gate text, early_reason text, at_zone uuid DEFAULT NULL)
RETURNS TABLE (result text, reason text, first_at timestamptz, first_gate text, attendee text, type_name text, ticket_event uuid, repeated boolean, zones text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t public.tickets; e public.events; known public.ticket_scans;
BEGIN
  SELECT * INTO e FROM public.events WHERE id = event;
  IF NOT FOUND OR NOT (e.organization_id = ANY (auth.scopes_with('tickets:scan', 'organization')) OR e.id = ANY (auth.scopes_with('tickets:scan', 'event'))) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  repeated := false;
  SELECT * INTO t FROM public.tickets WHERE id = ticket FOR UPDATE;
  SELECT s.* INTO known FROM public.ticket_scans s WHERE s.client_id = client;
  IF FOUND THEN
    IF known.event_id <> event THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
    result := known.result; reason := known.reason; repeated := true;
  ELSIF early_reason IS NOT NULL THEN
    -- The code itself was refused before any ticket was looked at (forged, unreadable).
    result := 'refused'; reason := early_reason;
  ELSIF t.id IS NULL THEN
    result := 'refused'; reason := 'unknown';
  ELSIF t.event_id <> event THEN
    result := 'refused'; reason := 'wrong_event';
  ELSIF t.is_test AND e.status <> 'test' THEN
    result := 'refused'; reason := 'test_ticket';
  ELSIF t.status = 'checked_in' AND at_zone IS NULL THEN
    result := 'refused'; reason := 'already_used';
  ELSIF t.status NOT IN ('valid', 'checked_in') THEN
    result := 'refused'; reason := t.status;
  ELSIF coalesce(e.doors_at, e.starts_at) - interval '4 hours' > clock.now() THEN
    result := 'refused'; reason := 'too_early';
  ELSIF at_zone IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.ticket_type_zones z WHERE z.ticket_type_id = t.ticket_type_id AND z.zone_id = at_zone) THEN
    result := 'refused'; reason := 'wrong_zone';
  ELSE
    result := 'admitted'; reason := 'admitted';
    IF at_zone IS NULL THEN
      UPDATE public.tickets SET status = 'checked_in', checked_in_at = clock.now(), checked_in_gate = at_gate WHERE id = t.id RETURNING * INTO t;
    END IF;
  END IF;
  IF NOT repeated THEN
    -- A zone of another event is refused by the foreign key.
    INSERT INTO public.ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, kind, zone_id, result, reason, scanned_by)
      VALUES (gen_random_uuid(), e.organization_id, e.id, t.id, client, at_gate, CASE WHEN at_zone IS NULL THEN 'entry' ELSE 'zone' END, at_zone, result, reason, auth.uid());
  END IF;
  -- What a stranger's ticket says is nobody's business at this door.
  IF t.event_id = event THEN
    first_at := t.checked_in_at; first_gate := t.checked_in_gate; attendee := t.attendee_name; type_name := t.type_name;
    zones := ARRAY(SELECT z.name FROM public.ticket_type_zones tz JOIN public.event_zones z ON z.id = tz.zone_id WHERE tz.ticket_type_id = t.ticket_type_id ORDER BY z.position, z.id);
  END IF;
  RETURN NEXT;
END $$;
ALTER FUNCTION boxoffice.scan(uuid, uuid, uuid, text, text, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION boxoffice.scan(uuid, uuid, uuid, text, text, uuid) TO authenticated;
