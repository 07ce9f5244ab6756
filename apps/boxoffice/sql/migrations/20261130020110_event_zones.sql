-- Parts of the place that not every ticket opens.
CREATE TABLE public.event_zones (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 60),
  -- What stands on lists and what programs send.
  code text NOT NULL CONSTRAINT event_zones_code_shape CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,11}$'),
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT event_zones_code_once UNIQUE (event_id, code),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX event_zones_event ON public.event_zones (event_id, position);
COMMENT ON TABLE public.event_zones IS 'owner: boxoffice. Parts of an event''s place that only some tickets open.';
CREATE TRIGGER event_zones_touch BEFORE UPDATE ON public.event_zones FOR EACH ROW EXECUTE FUNCTION platform.touch();

CREATE TABLE public.ticket_type_zones (
  ticket_type_id uuid NOT NULL,
  zone_id uuid NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (ticket_type_id, zone_id),
  FOREIGN KEY (ticket_type_id, event_id) REFERENCES public.ticket_types (id, event_id),
  CONSTRAINT ticket_type_zones_zone FOREIGN KEY (zone_id, event_id) REFERENCES public.event_zones (id, event_id)
);
CREATE INDEX ticket_type_zones_event ON public.ticket_type_zones (event_id);
CREATE INDEX ticket_type_zones_zone ON public.ticket_type_zones (zone_id);
COMMENT ON TABLE public.ticket_type_zones IS 'owner: boxoffice. Which zones a ticket type opens.';

-- A passage into a zone; it may repeat, and takes nothing from the one entry.
ALTER TABLE public.ticket_scans
  ADD COLUMN zone_id uuid,
  DROP CONSTRAINT ticket_scans_kind_check,
  ADD CONSTRAINT ticket_scans_kind_known CHECK (kind IN ('entry', 'exit', 'verify', 'zone')),
  ADD CONSTRAINT ticket_scans_zone_when CHECK ((kind = 'zone') = (zone_id IS NOT NULL)),
  ADD CONSTRAINT ticket_scans_zone FOREIGN KEY (zone_id, event_id) REFERENCES public.event_zones (id, event_id);
CREATE INDEX ticket_scans_zone ON public.ticket_scans (zone_id) WHERE zone_id IS NOT NULL;
