-- What every request asks, before it is known who asks. Each function answers only to whoever brings a
-- 256-bit secret (or a session id out of a signed token), so the app's login may call them; all that
-- looks people up by address runs behind the system door instead.

-- Who a cookie belongs to. `due`: rotate it. `unseen`: it is a successor shown for the first time.
-- `stale`: the session was last noted more than an hour ago. `half`: the person has a second factor and has not shown it.
-- Where support acts for somebody, `user_id` is that person and `impersonator` who it is in truth: as long as they may.
CREATE OR REPLACE FUNCTION auth.session_by_cookie(cookie bytea)
RETURNS TABLE (session_id uuid, user_id uuid, full_name text, email text, due boolean, unseen boolean, stale boolean, aal text, half boolean,
  impersonator uuid, impersonator_name text, acts_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT s.id, p.id, p.full_name, coalesce(p.email, ''),
         c.superseded_at IS NULL AND (c.successor IS NOT NULL OR c.created_at <= clock.now() - interval '24 hours'),
         EXISTS (SELECT 1 FROM auth.session_cookies p WHERE p.successor = c.hash AND p.superseded_at IS NULL),
         s.refreshed_at <= clock.now() - interval '1 hour',
         s.aal, s.aal = 'aal1' AND EXISTS (SELECT 1 FROM auth.mfa_factors f WHERE f.user_id = s.user_id AND f.status = 'verified'),
         i.impersonator_id, CASE WHEN i.id IS NOT NULL THEN coalesce(nullif(own.full_name, ''), own.email) END, i.ends_at
  FROM auth.session_cookies c JOIN auth.sessions s ON s.id = c.session_id JOIN auth.users u ON u.id = s.user_id
       JOIN public.platform_users own ON own.id = s.user_id
       LEFT JOIN auth.impersonations i ON i.session_id = s.id AND auth.impersonation_stands(i.id)
       JOIN public.platform_users p ON p.id = coalesce(i.target_id, s.user_id)
  WHERE c.hash = $1
    AND (c.superseded_at IS NULL OR c.superseded_at > clock.now() - interval '60 seconds')
    AND s.not_after > clock.now() AND s.refreshed_at > clock.now() - interval '7 days'
    AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= clock.now())
$$;
ALTER FUNCTION auth.session_by_cookie(bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.session_by_cookie(bytea) TO anon, authenticated, service_role;

-- Notes that a session was used and, for a successor, that it arrived: its predecessor dies after the grace.
CREATE OR REPLACE FUNCTION auth.note_cookie(cookie bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  UPDATE auth.session_cookies SET superseded_at = clock.now() WHERE successor = $1 AND superseded_at IS NULL;
  UPDATE auth.sessions s SET refreshed_at = clock.now(), updated_at = clock.now()
  FROM auth.session_cookies c WHERE c.hash = $1 AND s.id = c.session_id AND s.refreshed_at <= clock.now() - interval '1 hour';
$$;
ALTER FUNCTION auth.note_cookie(bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.note_cookie(bytea) TO anon, authenticated, service_role;

-- Gives a cookie its successor. The answer is the nonce the successor was made with: the first of two
-- requests at once wins and the other derives the same cookie, so a lost answer can be given again.
CREATE OR REPLACE FUNCTION auth.rotate_cookie(cookie bytea, successor bytea, nonce bytea) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
DECLARE
  old auth.session_cookies;
BEGIN
  SELECT c.* INTO old FROM auth.session_cookies c WHERE c.hash = $1 AND c.superseded_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF old.successor_nonce IS NOT NULL THEN
    RETURN old.successor_nonce;
  END IF;
  INSERT INTO auth.session_cookies (hash, session_id) VALUES ($2, old.session_id);
  UPDATE auth.session_cookies c SET successor = $2, successor_nonce = $3 WHERE c.hash = $1;
  RETURN $3;
END $$;
ALTER FUNCTION auth.rotate_cookie(bytea, bytea, bytea) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.rotate_cookie(bytea, bytea, bytea) TO anon, authenticated, service_role;

-- Whether the sign-in behind a signed token, or a person's whom its owner acts for, still lives.
CREATE OR REPLACE FUNCTION auth.session_lives(session uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT EXISTS (
    SELECT 1 FROM auth.sessions s JOIN auth.users u ON u.id = s.user_id
    WHERE s.id = $1 AND s.not_after > clock.now()
      AND (s.user_id = $2 OR EXISTS (SELECT 1 FROM auth.impersonations i WHERE i.session_id = s.id AND i.target_id = $2 AND auth.impersonation_stands(i.id)))
      AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= clock.now()))
$$;
ALTER FUNCTION auth.session_lives(uuid, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.session_lives(uuid, uuid) TO anon, authenticated, service_role;

-- How sure one is of whoever comes with a signed token; no row where its sign-in has ended.
CREATE OR REPLACE FUNCTION auth.session_state(session uuid, person uuid) RETURNS TABLE (aal text, half boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT s.aal, s.aal = 'aal1' AND EXISTS (SELECT 1 FROM auth.mfa_factors f WHERE f.user_id = s.user_id AND f.status = 'verified')
  FROM auth.sessions s WHERE s.id = $1 AND s.user_id = $2 AND auth.session_lives($1, $2)
$$;
ALTER FUNCTION auth.session_state(uuid, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.session_state(uuid, uuid) TO anon, authenticated, service_role;

-- The caller's own sign-ins, for the account page: auth.sessions itself is closed to people.
CREATE OR REPLACE FUNCTION auth.own_sessions()
RETURNS TABLE (id uuid, created_at timestamptz, refreshed_at timestamptz, not_after timestamptz, user_agent text, ip inet, current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT s.id, s.created_at, s.refreshed_at, s.not_after, s.user_agent, s.ip, s.id IS NOT DISTINCT FROM auth.session_id()
  FROM auth.sessions s WHERE s.user_id = auth.uid() AND s.not_after > clock.now() AND s.refreshed_at > clock.now() - interval '7 days'
  ORDER BY s.refreshed_at DESC, s.id
$$;
ALTER FUNCTION auth.own_sessions() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.own_sessions() TO authenticated;

-- Ends the caller's own sign-ins: one, all, or all but the one the caller came with.
CREATE OR REPLACE FUNCTION auth.end_own_sessions(which text, session uuid DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  ended bigint;
BEGIN
  IF which NOT IN ('one', 'global', 'others') THEN
    RAISE EXCEPTION 'which is one, global or others' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM auth.sessions s
  WHERE s.user_id = auth.uid()
    AND CASE which WHEN 'global' THEN true WHEN 'others' THEN s.id IS DISTINCT FROM auth.session_id() ELSE s.id = session END;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;
ALTER FUNCTION auth.end_own_sessions(text, uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.end_own_sessions(text, uuid) TO authenticated;
