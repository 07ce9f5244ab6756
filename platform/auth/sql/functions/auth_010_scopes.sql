-- Scopes: every row a role can be held on registers itself here, by trigger.
--
-- register_scope is for definer code only. Whoever could call it could put another organization's
-- event below their own venue.
CREATE OR REPLACE FUNCTION auth.register_scope(scope uuid, scope_kind text, organization uuid, parents uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  known record;
BEGIN
  INSERT INTO auth.scopes (id, kind, organization_id) VALUES (scope, scope_kind, organization) ON CONFLICT (id) DO NOTHING;
  SELECT s.kind, s.organization_id INTO known FROM auth.scopes s WHERE s.id = scope;
  -- Ids come from callers: a row that takes the id of another scope would inherit its grants.
  IF known.kind IS DISTINCT FROM scope_kind OR known.organization_id IS DISTINCT FROM organization THEN
    RAISE EXCEPTION 'the id % already names another scope', scope USING ERRCODE = 'unique_violation', CONSTRAINT = 'scopes_pkey', TABLE = 'scopes';
  END IF;
  -- A parent in another organization gives nothing: the staff of a hired venue has no say over its tenants' events.
  DELETE FROM auth.scope_edges e WHERE e.child_id = scope AND e.parent_id <> ALL (coalesce(parents, '{}'));
  INSERT INTO auth.scope_edges (parent_id, child_id)
  SELECT s.id, scope FROM auth.scopes s
  WHERE s.id = ANY (coalesce(parents, '{}')) AND s.organization_id = organization AND s.kind NOT IN ('platform', 'organization') AND s.id <> scope
  ON CONFLICT DO NOTHING;
END $$;
ALTER FUNCTION auth.register_scope(uuid, text, uuid, uuid[]) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.register_scope(uuid, text, uuid, uuid[]) TO callboard_owner, service_role;
COMMENT ON FUNCTION auth.register_scope(uuid, text, uuid, uuid[]) IS 'Makes a row a scope and says what it lies below. Never granted to people.';

-- The same as a trigger, so that other crates need no code:
--   CREATE OR REPLACE TRIGGER scope AFTER INSERT OR UPDATE OF venue_id, project_id OR DELETE ON public.events
--   FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('event', 'venue_id', 'project_id');
-- The first argument is the kind, the others are columns that hold parents. The row has id and organization_id.
CREATE OR REPLACE FUNCTION auth.scope_of_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  row_now jsonb;
  parents uuid[] := '{}';
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM auth.scopes WHERE id = OLD.id;
    RETURN OLD;
  END IF;
  row_now := to_jsonb(NEW);
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    IF row_now ->> TG_ARGV[i] IS NOT NULL THEN
      parents := parents || (row_now ->> TG_ARGV[i])::uuid;
    END IF;
  END LOOP;
  PERFORM auth.register_scope(NEW.id, TG_ARGV[0], NEW.organization_id, parents);
  RETURN NEW;
END $$;
ALTER FUNCTION auth.scope_of_row() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.scope_of_row() TO callboard_owner;
COMMENT ON FUNCTION auth.scope_of_row() IS 'Trigger: registers the row as a scope of the kind in the first argument, below the columns named in the others.';
