-- What somebody holds and may not use now, because the house or an organization asks for more: a second factor, or another
-- network. Everything that asks who may (auth_020) leaves it out; these say why.

-- Why the powers of whoever runs the platform do not count for the caller; NULL: they do. Without an address in the claims
-- (work that goes on after its request) only the factor decides.
CREATE OR REPLACE FUNCTION auth.operator_withheld() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  address inet := (auth.jwt() ->> 'ip')::inet;
BEGIN
  IF auth.aal() <> 'aal2' AND (SELECT r.operators FROM auth.second_factor_rule r) THEN
    RETURN 'second_factor';
  END IF;
  IF address IS NOT NULL AND EXISTS (SELECT 1 FROM auth.admin_networks)
     AND NOT EXISTS (SELECT 1 FROM auth.admin_networks n WHERE n.network >>= address) THEN
    RETURN 'address';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.operator_withheld() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.operator_withheld() TO authenticated, service_role;
COMMENT ON FUNCTION auth.operator_withheld() IS 'second_factor or address: why what the caller holds on the platform does not count now; NULL where it does.';

-- The same for everything the caller holds: what a refusal tells.
CREATE OR REPLACE FUNCTION auth.withheld() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  moment timestamptz := clock.now();
  why text;
BEGIN
  IF EXISTS (SELECT 1 FROM public.user_roles g JOIN public.role_definitions d ON d.code = g.role AND d.operates
             WHERE g.user_id = auth.uid() AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > moment)) THEN
    why := auth.operator_withheld();
  END IF;
  IF why IS NULL AND auth.aal() <> 'aal2' AND EXISTS (
    SELECT 1 FROM public.user_roles g JOIN public.organizations o ON o.id = g.organization_id AND o.staff_second_factor
    WHERE g.user_id = auth.uid() AND (g.expires_at IS NULL OR g.expires_at > moment)) THEN
    why := 'second_factor';
  END IF;
  RETURN why;
END $$;
ALTER FUNCTION auth.withheld() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.withheld() TO authenticated, service_role;
COMMENT ON FUNCTION auth.withheld() IS 'second_factor or address: why something the caller holds does not count now; NULL where all of it does.';

-- Nobody locks themselves out: a list that is not empty holds the address of whoever saves it. At the machine there is none to hold.
CREATE OR REPLACE FUNCTION auth.keep_present_address() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  address inet := (auth.jwt() ->> 'ip')::inet;
BEGIN
  IF address IS NOT NULL AND EXISTS (SELECT 1 FROM auth.admin_networks)
     AND NOT EXISTS (SELECT 1 FROM auth.admin_networks n WHERE n.network >>= address) THEN
    RAISE EXCEPTION 'the list leaves out %, from where it is saved', address
      USING ERRCODE = 'check_violation', CONSTRAINT = 'admin_networks_keep_present_address';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.keep_present_address() OWNER TO callboard_definer;
CREATE OR REPLACE TRIGGER keep_present_address AFTER INSERT OR UPDATE OR DELETE ON auth.admin_networks
  FOR EACH STATEMENT EXECUTE FUNCTION auth.keep_present_address();
