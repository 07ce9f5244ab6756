-- Who may: sets for policies, and the rule that nobody grants above themselves.
-- Owned by callboard_definer, which has policies of its own on the tables read here (no recursion).
-- plpgsql, because its plans are kept between calls; each call serves a whole query.

-- Where the caller holds a permission. 'organization': organizations. A narrower kind: scopes of that
-- kind at or below grants narrower than an organization (the organization column covers the rest).
-- 'any': everything but the platform, for tables whose rows name scopes of all kinds.
CREATE OR REPLACE FUNCTION auth.scopes_with(wanted text, of_kind text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  found uuid[];
  asking uuid := auth.uid();
  moment timestamptz := clock.now();
  -- A program acts with its key's permissions, where and as far as the key's maker holds them.
  within uuid;
  -- A program has no second factor to show; lent_by asks whether its maker has one.
  proven boolean := auth.aal() = 'aal2' OR auth.key_id() IS NOT NULL;
BEGIN
  IF auth.key_id() IS NOT NULL THEN
    SELECT l.maker, l.organization INTO asking, within FROM auth.lent_by(auth.key_id(), wanted) l;
  END IF;
  IF asking IS NULL THEN
    RETURN '{}';
  END IF;
  IF of_kind = 'organization' THEN
    SELECT array_agg(DISTINCT g.scope_id) INTO found
    FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role AND p.permission = wanted
    WHERE g.user_id = asking AND g.scope_kind = 'organization' AND (within IS NULL OR g.scope_id = within) AND (g.expires_at IS NULL OR g.expires_at > moment)
      AND (proven OR NOT EXISTS (SELECT 1 FROM public.organizations o WHERE o.id = g.organization_id AND o.staff_second_factor));
  ELSE
    WITH RECURSIVE below(id) AS (
      SELECT g.scope_id
      FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role AND p.permission = wanted
      WHERE g.user_id = asking AND g.scope_kind <> 'platform' AND (of_kind = 'any' OR g.scope_kind <> 'organization')
        AND (within IS NULL OR g.organization_id = within) AND (g.expires_at IS NULL OR g.expires_at > moment)
        AND (proven OR NOT EXISTS (SELECT 1 FROM public.organizations o WHERE o.id = g.organization_id AND o.staff_second_factor))
      UNION
      SELECT e.child_id FROM auth.scope_edges e JOIN below b ON e.parent_id = b.id
    )
    SELECT array_agg(b.id) INTO found FROM below b
    WHERE of_kind = 'any' OR EXISTS (SELECT 1 FROM auth.scopes s WHERE s.id = b.id AND s.kind = of_kind);
  END IF;
  RETURN coalesce(found, '{}');
END $$;
ALTER FUNCTION auth.scopes_with(text, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.scopes_with(text, text) TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.scopes_with(text, text) IS 'Scopes of a kind where the caller holds a permission now.';

CREATE OR REPLACE FUNCTION auth.on_platform(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  -- Whether one of the roles that allow it is a member's, and not one of those who run the house.
  a_members boolean;
BEGIN
  SELECT bool_or(NOT d.operates) INTO a_members
  FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role AND p.permission = wanted JOIN public.role_definitions d ON d.code = g.role
  WHERE g.user_id = auth.uid() AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now());
  RETURN CASE WHEN a_members IS NULL THEN false ELSE a_members OR auth.operator_withheld() IS NULL END;
END $$;
ALTER FUNCTION auth.on_platform(text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.on_platform(text) TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.on_platform(text) IS 'Whether the caller holds a permission on the whole platform now.';

-- What the caller may do anywhere at all: for menus and for the first check of a route. Policies decide the rest.
CREATE OR REPLACE FUNCTION auth.permissions_held() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  asking uuid := auth.uid();
  within uuid;
  runs boolean := auth.operator_withheld() IS NULL;
  proven boolean := auth.aal() = 'aal2' OR auth.key_id() IS NOT NULL;
BEGIN
  IF auth.key_id() IS NOT NULL THEN
    SELECT l.maker, l.organization INTO asking, within FROM auth.lent_by(auth.key_id(), NULL) l;
  END IF;
  RETURN coalesce((
    SELECT array_agg(DISTINCT p.permission ORDER BY p.permission)
    FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role JOIN public.role_definitions d ON d.code = g.role
         LEFT JOIN public.organizations o ON o.id = g.organization_id
    WHERE g.user_id = asking AND (within IS NULL OR g.organization_id = within) AND (g.expires_at IS NULL OR g.expires_at > clock.now())
      AND (within IS NULL OR EXISTS (SELECT 1 FROM auth.lent_by(auth.key_id(), p.permission)))
      AND (runs OR g.scope_kind <> 'platform' OR NOT d.operates) AND (proven OR NOT coalesce(o.staff_second_factor, false))), '{}');
END $$;
ALTER FUNCTION auth.permissions_held() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.permissions_held() TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.permissions_held() IS 'Every permission the caller holds on some scope now.';

CREATE OR REPLACE FUNCTION auth.holds(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  asking uuid := auth.uid();
  within uuid;
  runs boolean := auth.operator_withheld() IS NULL;
  proven boolean := auth.aal() = 'aal2' OR auth.key_id() IS NOT NULL;
BEGIN
  IF auth.key_id() IS NOT NULL THEN
    SELECT l.maker, l.organization INTO asking, within FROM auth.lent_by(auth.key_id(), wanted) l;
  END IF;
  RETURN EXISTS (
    SELECT 1 FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role AND p.permission = wanted JOIN public.role_definitions d ON d.code = g.role
           LEFT JOIN public.organizations o ON o.id = g.organization_id
    WHERE g.user_id = asking AND (within IS NULL OR g.organization_id = within) AND (g.expires_at IS NULL OR g.expires_at > clock.now())
      AND (runs OR g.scope_kind <> 'platform' OR NOT d.operates) AND (proven OR NOT coalesce(o.staff_second_factor, false)));
END $$;
ALTER FUNCTION auth.holds(text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.holds(text) TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.holds(text) IS 'Whether the caller holds a permission on any scope now: the first check of a route, never of a row.';

-- Organizations the caller belongs to or holds anything in.
CREATE OR REPLACE FUNCTION auth.own_organizations() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  IF auth.key_id() IS NOT NULL THEN
    RETURN coalesce((SELECT array_agg(l.organization) FROM auth.lent_by(auth.key_id(), NULL) l), '{}');
  END IF;
  RETURN coalesce((
    SELECT array_agg(o.id) FROM (
      SELECT m.organization_id AS id FROM public.memberships m WHERE m.user_id = auth.uid()
      UNION
      SELECT g.organization_id FROM public.user_roles g
      WHERE g.user_id = auth.uid() AND g.organization_id IS NOT NULL AND (g.expires_at IS NULL OR g.expires_at > clock.now())
    ) o), '{}');
END $$;
ALTER FUNCTION auth.own_organizations() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.own_organizations() TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.own_organizations() IS 'Organizations the caller belongs to or holds a role in.';

-- Whose books a scope belongs to: for the audit.
CREATE OR REPLACE FUNCTION auth.organization_of(scope uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$ SELECT s.organization_id FROM auth.scopes s WHERE s.id = scope $$;
ALTER FUNCTION auth.organization_of(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.organization_of(uuid) TO authenticated, service_role;
COMMENT ON FUNCTION auth.organization_of(uuid) IS 'The organization a scope belongs to; NULL for the platform.';

-- What somebody may do at a scope, at least until a moment (NULL: for ever). For definer code only.
CREATE OR REPLACE FUNCTION auth.permissions_at(who uuid, scope uuid, until timestamptz) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  RETURN coalesce((
    WITH RECURSIVE up(id) AS (
      SELECT s.id FROM auth.scopes s WHERE s.id = scope
      UNION
      SELECT e.parent_id FROM auth.scope_edges e JOIN up u ON e.child_id = u.id
    ), reach(id) AS (
      SELECT u.id FROM up u
      UNION
      SELECT s.organization_id FROM auth.scopes s WHERE s.id = scope
      UNION
      SELECT s.id FROM auth.scopes s WHERE s.kind = 'platform'
    )
    SELECT array_agg(DISTINCT p.permission)
    FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role JOIN public.role_definitions d ON d.code = g.role
         LEFT JOIN public.organizations o ON o.id = g.organization_id
    WHERE g.user_id = who AND g.scope_id IN (SELECT r.id FROM reach r)
      AND (g.expires_at IS NULL OR (g.expires_at > clock.now() AND g.expires_at >= until))
      -- What is withheld is the caller's alone: of others only what they hold is known.
      AND (who IS DISTINCT FROM auth.uid()
           OR ((g.scope_kind <> 'platform' OR NOT d.operates OR auth.operator_withheld() IS NULL)
               AND (auth.aal() = 'aal2' OR NOT coalesce(o.staff_second_factor, false))))), '{}');
END $$;
ALTER FUNCTION auth.permissions_at(uuid, uuid, timestamptz) OWNER TO callboard_definer;
COMMENT ON FUNCTION auth.permissions_at(uuid, uuid, timestamptz) IS 'What a person may do at a scope until a moment.';

CREATE OR REPLACE FUNCTION auth.may_grant_as(who uuid, wanted_role text, scope uuid, until timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  held text[] := auth.permissions_at(who, scope, until);
BEGIN
  RETURN 'roles:grant' = ANY (held)
    AND EXISTS (SELECT 1 FROM public.role_definitions d WHERE d.code = wanted_role)
    AND NOT EXISTS (SELECT 1 FROM public.role_permissions p WHERE p.role = wanted_role AND p.permission <> ALL (held));
END $$;
ALTER FUNCTION auth.may_grant_as(uuid, text, uuid, timestamptz) OWNER TO callboard_definer;
COMMENT ON FUNCTION auth.may_grant_as(uuid, text, uuid, timestamptz) IS 'may_grant for somebody else: whether an invitation still stands.';

-- Nobody grants above themselves: what the role allows is part of what the granter holds there, for at
-- least as long. (Without the time, whoever is an administrator until tomorrow makes it for ever today.)
CREATE OR REPLACE FUNCTION auth.may_grant(wanted_role text, scope uuid, until timestamptz DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$ SELECT auth.may_grant_as(auth.uid(), wanted_role, scope, until) $$;
ALTER FUNCTION auth.may_grant(text, uuid, timestamptz) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.may_grant(text, uuid, timestamptz) TO authenticated, service_role;
COMMENT ON FUNCTION auth.may_grant(text, uuid, timestamptz) IS 'Whether the caller may grant a role on a scope until a moment (NULL: for ever).';

-- Removing a member takes their roles away, so it asks for each of them what taking it away asks.
CREATE OR REPLACE FUNCTION auth.may_remove_member(organization uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM public.user_roles g
    WHERE g.user_id = person AND g.organization_id = organization AND (g.expires_at IS NULL OR g.expires_at > clock.now())
      AND NOT auth.may_grant_as(auth.uid(), g.role, g.scope_id, clock.now()))
$$;
ALTER FUNCTION auth.may_remove_member(uuid, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.may_remove_member(uuid, uuid) TO authenticated, service_role;
COMMENT ON FUNCTION auth.may_remove_member(uuid, uuid) IS 'Whether the caller could take every role of a member away.';
