-- An event shows its organizer's name to people who may not read organizations.
CREATE OR REPLACE FUNCTION public.events_organizer() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  SELECT o.name INTO NEW.organizer FROM public.organizations o WHERE o.id = NEW.organization_id;
  NEW.organizer := coalesce(NEW.organizer, '');
  RETURN NEW;
END $$;
ALTER FUNCTION public.events_organizer() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION public.events_organizer() TO callboard_owner;
CREATE OR REPLACE TRIGGER events_organizer BEFORE INSERT OR UPDATE OF organization_id, organizer ON public.events FOR EACH ROW EXECUTE FUNCTION public.events_organizer();

CREATE OR REPLACE FUNCTION public.organizations_renamed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- A copied name is nobody's edit: an import still finds the event as it left it.
  UPDATE public.events SET organizer = NEW.name, import_version = import_version + 1 WHERE organization_id = NEW.id;
  RETURN NULL;
END $$;
ALTER FUNCTION public.organizations_renamed() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION public.organizations_renamed() TO callboard_owner;
CREATE OR REPLACE TRIGGER organizations_renamed AFTER UPDATE OF name ON public.organizations FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION public.organizations_renamed();
