-- What whoever runs the platform sees of people and does about their sign-ins: auth.users and auth.sessions are closed to people.
-- Each function asks first what the caller holds on the platform; a role in an organization, whatever it allows there, opens none.

CREATE OR REPLACE FUNCTION auth.must_on_platform(wanted text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  IF NOT auth.on_platform(wanted) THEN
    RAISE EXCEPTION 'this takes % on the platform', wanted USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
ALTER FUNCTION auth.must_on_platform(text) OWNER TO callboard_definer;

-- People, the latest first. `wanted`: a part of name or address. `state`: locked, unconfirmed, staff (whoever runs the platform), or all.
CREATE OR REPLACE FUNCTION auth.people_page(wanted text, state text, before_at timestamptz, before_id uuid, most integer)
RETURNS TABLE (id uuid, full_name text, email text, created_at timestamptz, confirmed_at timestamptz, last_sign_in_at timestamptz, locked_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
BEGIN
  PERFORM auth.must_on_platform('members:view');
  RETURN QUERY
  SELECT u.id, p.full_name, coalesce(p.email, ''), u.created_at, u.email_confirmed_at, u.last_sign_in_at,
    CASE WHEN u.banned_until > clock.now() THEN u.banned_until END
  FROM auth.users u JOIN public.platform_users p ON p.id = u.id
  WHERE u.deleted_at IS NULL
    AND (people_page.wanted = '' OR strpos(lower(p.full_name || ' ' || coalesce(p.email, '')), lower(people_page.wanted)) > 0)
    AND CASE people_page.state
      WHEN 'locked' THEN u.banned_until > clock.now()
      WHEN 'unconfirmed' THEN u.email_confirmed_at IS NULL
      WHEN 'staff' THEN EXISTS (
        SELECT 1 FROM public.user_roles g JOIN public.role_permissions r ON r.role = g.role AND r.permission = 'system:view'
        WHERE g.user_id = u.id AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now()))
      ELSE true END
    AND (people_page.before_at IS NULL OR (u.created_at, u.id) < (people_page.before_at, people_page.before_id))
  ORDER BY u.created_at DESC, u.id DESC LIMIT people_page.most;
END $$;
ALTER FUNCTION auth.people_page(text, text, timestamptz, uuid, integer) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.people_page(text, text, timestamptz, uuid, integer) TO authenticated;

CREATE OR REPLACE FUNCTION auth.person(person uuid)
RETURNS TABLE (id uuid, full_name text, email text, created_at timestamptz, confirmed_at timestamptz, last_sign_in_at timestamptz, locked_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
BEGIN
  PERFORM auth.must_on_platform('members:view');
  RETURN QUERY
  SELECT u.id, p.full_name, coalesce(p.email, ''), u.created_at, u.email_confirmed_at, u.last_sign_in_at,
    CASE WHEN u.banned_until > clock.now() THEN u.banned_until END
  FROM auth.users u JOIN public.platform_users p ON p.id = u.id WHERE u.id = person.person AND u.deleted_at IS NULL;
END $$;
ALTER FUNCTION auth.person(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.person(uuid) TO authenticated;

-- A person's sign-ins that are alive. Where they came from is not told: nobody needs it to end them.
CREATE OR REPLACE FUNCTION auth.sessions_of(person uuid)
RETURNS TABLE (id uuid, created_at timestamptz, refreshed_at timestamptz, user_agent text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
BEGIN
  PERFORM auth.must_on_platform('members:view');
  RETURN QUERY
  SELECT s.id, s.created_at, s.refreshed_at, s.user_agent FROM auth.sessions s
  WHERE s.user_id = sessions_of.person AND s.not_after > clock.now() AND s.refreshed_at > clock.now() - interval '7 days'
  ORDER BY s.refreshed_at DESC, s.id;
END $$;
ALTER FUNCTION auth.sessions_of(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.sessions_of(uuid) TO authenticated;

-- Nobody locks themselves out, and nobody puts out whoever may do more on the platform than they do.
CREATE OR REPLACE FUNCTION auth.must_stand_above(person uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  house uuid := (SELECT s.id FROM auth.scopes s WHERE s.kind = 'platform');
  mine text[] := auth.permissions_at(auth.uid(), house, clock.now());
BEGIN
  PERFORM auth.must_on_platform('users:suspend');
  IF person = auth.uid() THEN
    RAISE EXCEPTION 'nobody locks themselves out' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_not_oneself', TABLE = 'users';
  END IF;
  IF EXISTS (
    SELECT 1 FROM public.user_roles g JOIN public.role_permissions r ON r.role = g.role
    WHERE g.user_id = person AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now()) AND r.permission <> ALL (mine)) THEN
    RAISE EXCEPTION 'they may do more on the platform than you' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_not_above', TABLE = 'users';
  END IF;
END $$;
ALTER FUNCTION auth.must_stand_above(uuid) OWNER TO callboard_definer;

-- Locks a person out until a moment and ends all their sign-ins. False: they were locked until then already, or are not there.
CREATE OR REPLACE FUNCTION auth.lock_person(person uuid, until timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  PERFORM auth.must_stand_above(person);
  UPDATE auth.users u SET banned_until = lock_person.until
  WHERE u.id = lock_person.person AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= clock.now() OR u.banned_until <> lock_person.until);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM auth.sessions s WHERE s.user_id = lock_person.person;
  RETURN true;
END $$;
ALTER FUNCTION auth.lock_person(uuid, timestamptz) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.lock_person(uuid, timestamptz) TO authenticated;

-- False: they were not locked.
CREATE OR REPLACE FUNCTION auth.unlock_person(person uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  PERFORM auth.must_stand_above(person);
  UPDATE auth.users u SET banned_until = NULL WHERE u.id = unlock_person.person AND u.deleted_at IS NULL AND u.banned_until > clock.now();
  RETURN FOUND;
END $$;
ALTER FUNCTION auth.unlock_person(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.unlock_person(uuid) TO authenticated;

-- Ends every sign-in of a person; how many they were.
CREATE OR REPLACE FUNCTION auth.end_sessions_of(person uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  ended bigint;
BEGIN
  PERFORM auth.must_stand_above(person);
  DELETE FROM auth.sessions s WHERE s.user_id = end_sessions_of.person;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;
ALTER FUNCTION auth.end_sessions_of(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.end_sessions_of(uuid) TO authenticated;

-- Whether the owner of a cookie runs the platform: for the one entry of the staff's rail. It answers to whoever brings the cookie.
CREATE OR REPLACE FUNCTION auth.operates_by_cookie(cookie bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT EXISTS (
    SELECT 1 FROM auth.session_cookies c JOIN auth.sessions s ON s.id = c.session_id
      JOIN public.user_roles g ON g.user_id = s.user_id AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now())
      JOIN public.role_permissions r ON r.role = g.role AND r.permission = 'system:view'
    WHERE c.hash = $1)
$$;
ALTER FUNCTION auth.operates_by_cookie(bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.operates_by_cookie(bytea) TO anon, authenticated, service_role;
