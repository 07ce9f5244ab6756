-- An invitation names its event or venue: whoever is asked to work there may not read it yet.
CREATE OR REPLACE FUNCTION public.invitations_place() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  SELECT e.name INTO NEW.place FROM public.events e WHERE e.id = NEW.scope_id;
  IF NOT FOUND THEN
    SELECT v.name INTO NEW.place FROM public.venues v WHERE v.id = NEW.scope_id;
  END IF;
  NEW.place := coalesce(NEW.place, '');
  RETURN NEW;
END $$;
ALTER FUNCTION public.invitations_place() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION public.invitations_place() TO callboard_owner;
CREATE OR REPLACE TRIGGER invitations_place BEFORE INSERT OR UPDATE OF scope_id, place ON public.invitations FOR EACH ROW EXECUTE FUNCTION public.invitations_place();
