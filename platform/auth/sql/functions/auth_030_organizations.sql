-- What follows when an organization, a membership, a grant or an invitation comes or goes.

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.memberships FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.invitations FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.platform_users FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION platform.touch();

-- An unknown zone would break every page of the organization later.
CREATE OR REPLACE FUNCTION auth.check_organization() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_timezone_names z WHERE z.name = NEW.timezone) THEN
    RAISE EXCEPTION '% is not an IANA time zone', NEW.timezone USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_timezone', TABLE = 'organizations';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER zone BEFORE INSERT OR UPDATE OF timezone ON public.organizations FOR EACH ROW EXECUTE FUNCTION auth.check_organization();

-- The founder is a member and owns it: the two roles that hold everything an organization can allow.
CREATE OR REPLACE FUNCTION auth.found_organization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  PERFORM auth.register_scope(NEW.id, 'organization', NEW.id, '{}');
  IF NEW.created_by IS NOT NULL THEN
    INSERT INTO public.memberships (organization_id, user_id) VALUES (NEW.id, NEW.created_by);
    INSERT INTO public.user_roles (user_id, role, scope_id, granted_by)
    VALUES (NEW.created_by, 'ATLVS_SUPER_ADMIN', NEW.id, NEW.created_by), (NEW.created_by, 'GVTEWAY_ADMIN', NEW.id, NEW.created_by);
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.found_organization() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.found_organization() TO callboard_owner;
CREATE OR REPLACE TRIGGER found AFTER INSERT ON public.organizations FOR EACH ROW EXECUTE FUNCTION auth.found_organization();

-- Fills what follows from the scope, and refuses a role where it does not belong.
CREATE OR REPLACE FUNCTION auth.place_grant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  SELECT s.kind, s.organization_id INTO NEW.scope_kind, NEW.organization_id FROM auth.scopes s WHERE s.id = NEW.scope_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no scope %', NEW.scope_id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_TABLE_NAME || '_scope_id_fkey', TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.role_definitions d WHERE d.code = NEW.role AND NEW.scope_kind = ANY (d.scope_kinds)) THEN
    RAISE EXCEPTION '% cannot be held on a scope of kind %', NEW.role, NEW.scope_kind USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_role_place', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION auth.place_grant() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.place_grant() TO callboard_owner;
CREATE OR REPLACE TRIGGER place BEFORE INSERT OR UPDATE OF role, scope_id ON public.user_roles FOR EACH ROW EXECUTE FUNCTION auth.place_grant();
CREATE OR REPLACE TRIGGER place BEFORE INSERT OR UPDATE OF role, scope_id ON public.invitations FOR EACH ROW EXECUTE FUNCTION auth.place_grant();

-- An organization keeps at least one owner for good: nobody grants above themselves, so nobody else could name one.
-- Two who remove each other at once queue at the organization's row.
CREATE OR REPLACE FUNCTION auth.keep_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  IF OLD.scope_kind <> 'organization' OR OLD.expires_at IS NOT NULL OR OLD.role <> 'ATLVS_SUPER_ADMIN' THEN RETURN NULL; END IF;
  PERFORM 1 FROM public.organizations o WHERE o.id = OLD.organization_id FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (
    SELECT 1 FROM public.user_roles g WHERE g.scope_id = OLD.scope_id AND g.role = 'ATLVS_SUPER_ADMIN' AND g.expires_at IS NULL) THEN
    RAISE EXCEPTION 'an organization keeps at least one owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'user_roles_last_owner', TABLE = 'user_roles';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.keep_an_owner() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.keep_an_owner() TO callboard_owner;
CREATE OR REPLACE TRIGGER keep_an_owner AFTER DELETE OR UPDATE OF expires_at, role, user_id ON public.user_roles FOR EACH ROW EXECUTE FUNCTION auth.keep_an_owner();

CREATE OR REPLACE FUNCTION auth.leave_organization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  DELETE FROM public.user_roles g WHERE g.user_id = OLD.user_id AND g.organization_id = OLD.organization_id;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.leave_organization() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.leave_organization() TO callboard_owner;
CREATE OR REPLACE TRIGGER leave AFTER DELETE ON public.memberships FOR EACH ROW EXECUTE FUNCTION auth.leave_organization();

-- The profile follows the account.
CREATE OR REPLACE FUNCTION auth.keep_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  INSERT INTO public.platform_users (id, email, full_name, locale)
  VALUES (NEW.id, NEW.email, coalesce(NEW.raw_user_meta_data ->> 'full_name', ''), coalesce(NEW.raw_user_meta_data ->> 'locale', 'en'))
  ON CONFLICT (id) DO UPDATE SET email = excluded.email;
  RETURN NULL;
END $$;
ALTER FUNCTION auth.keep_profile() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.keep_profile() TO callboard_owner;
CREATE OR REPLACE TRIGGER profile AFTER INSERT OR UPDATE OF email ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.keep_profile();

-- What an invitation's link shows before it is accepted. Whoever has the token may see it.
CREATE OR REPLACE FUNCTION auth.invitation(token_hash bytea)
RETURNS TABLE (organization_name text, place text, role text, role_label text, scope_kind text, email text, inviter text, expires_at timestamptz, role_expires_at timestamptz, timezone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT coalesce(o.name, ''), i.place, i.role, d.label, i.scope_kind, i.email, coalesce(p.full_name, ''), i.expires_at, i.role_expires_at, coalesce(o.timezone, 'UTC')
  FROM public.invitations i
  JOIN public.role_definitions d ON d.code = i.role
  LEFT JOIN public.organizations o ON o.id = i.organization_id
  LEFT JOIN public.platform_users p ON p.id = i.invited_by
  WHERE i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock.now()
$$;
ALTER FUNCTION auth.invitation(bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.invitation(bytea) TO anon, authenticated, service_role;

-- Accepts an invitation for the caller: 'accepted' or why not ('unknown', 'other_address', 'withdrawn').
CREATE OR REPLACE FUNCTION auth.accept_invitation(token_hash bytea) RETURNS TABLE (outcome text, organization_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
DECLARE
  invitation public.invitations;
BEGIN
  SELECT i.* INTO invitation FROM public.invitations i
  WHERE i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock.now()
  FOR UPDATE;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'unknown'::text, NULL::uuid;
    RETURN;
  END IF;
  -- A forwarded link does not pass the role on.
  IF NOT EXISTS (SELECT 1 FROM auth.users u WHERE u.id = auth.uid() AND u.email = invitation.email AND u.email_confirmed_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'other_address'::text, NULL::uuid;
    RETURN;
  END IF;
  -- What the inviter may no longer grant is no longer offered.
  IF invitation.role_expires_at <= clock.now()
     OR invitation.invited_by IS NOT NULL AND NOT auth.may_grant_as(invitation.invited_by, invitation.role, invitation.scope_id, invitation.role_expires_at) THEN
    RETURN QUERY SELECT 'withdrawn'::text, NULL::uuid;
    RETURN;
  END IF;
  IF invitation.scope_kind = 'organization' THEN
    INSERT INTO public.memberships (organization_id, user_id) VALUES (invitation.organization_id, auth.uid()) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO public.user_roles (user_id, role, scope_id, expires_at, granted_by)
  VALUES (auth.uid(), invitation.role, invitation.scope_id, invitation.role_expires_at, invitation.invited_by)
  ON CONFLICT DO NOTHING;
  UPDATE public.invitations i SET accepted_at = clock.now(), accepted_by = auth.uid() WHERE i.id = invitation.id;
  RETURN QUERY SELECT 'accepted'::text, invitation.organization_id;
END $$;
ALTER FUNCTION auth.accept_invitation(bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.accept_invitation(bytea) TO authenticated;
