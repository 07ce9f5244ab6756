-- Support acts as somebody: on its own sign-in, for a reason, for half an hour at most, and with nobody's powers over the platform
-- that it does not hold itself.

-- Whether an impersonation holds now: not ended, not over, its owner still allowed, the person still there. For definer code only.
CREATE OR REPLACE FUNCTION auth.impersonation_stands(which uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT EXISTS (
    SELECT 1 FROM auth.impersonations i JOIN auth.users u ON u.id = i.target_id AND u.deleted_at IS NULL
    WHERE i.id = which AND i.ended_at IS NULL AND i.ends_at > clock.now()
      AND EXISTS (
        SELECT 1 FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role
        WHERE g.user_id = i.impersonator_id AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now())
          AND (p.permission = 'users:impersonate'
               OR (p.permission = 'users:impersonate_granted' AND EXISTS (SELECT 1 FROM auth.support_grants a WHERE a.user_id = i.target_id AND a.until > clock.now())))))
$$;
ALTER FUNCTION auth.impersonation_stands(uuid) OWNER TO callboard_definer;
COMMENT ON FUNCTION auth.impersonation_stands(uuid) IS 'Whether an impersonation holds now.';

-- Begins one on the caller's own sign-in. Refusals carry the name of a constraint.
CREATE OR REPLACE FUNCTION auth.begin_impersonation(new_id uuid, person uuid, why text, until timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  held text[];
BEGIN
  IF auth.impersonator() IS NOT NULL THEN
    RAISE EXCEPTION 'acts for somebody already' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'impersonations_not_nested';
  END IF;
  IF NOT auth.on_platform('users:impersonate') AND NOT auth.on_platform('users:impersonate_granted') THEN
    RAISE EXCEPTION 'may act for nobody' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'impersonations_allowed';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM auth.users u WHERE u.id = person AND u.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'there is no such person' USING ERRCODE = 'no_data_found', CONSTRAINT = 'impersonations_target_id_fkey';
  END IF;
  IF NOT auth.on_platform('users:impersonate')
     AND NOT EXISTS (SELECT 1 FROM auth.support_grants a WHERE a.user_id = person AND a.until > clock.now()) THEN
    RAISE EXCEPTION 'the person has not allowed it' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'impersonations_granted';
  END IF;
  SELECT coalesce(array_agg(DISTINCT p.permission), '{}') INTO held
  FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role
  WHERE g.user_id = auth.uid() AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now());
  IF EXISTS (
    SELECT 1 FROM public.user_roles g JOIN public.role_definitions d ON d.code = g.role AND d.operates JOIN public.role_permissions p ON p.role = g.role
    WHERE g.user_id = person AND g.scope_kind = 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now()) AND p.permission <> ALL (held)) THEN
    RAISE EXCEPTION 'the person runs more of the platform than the caller' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'impersonations_not_above';
  END IF;
  UPDATE auth.impersonations SET ended_at = least(ends_at, clock.now()) WHERE session_id = auth.session_id() AND ended_at IS NULL;
  INSERT INTO auth.impersonations (id, impersonator_id, target_id, session_id, reason, ends_at)
  VALUES (new_id, auth.uid(), person, auth.session_id(), why, until);
  -- Whoever follows this sign-in looks again whose it is.
  UPDATE auth.sessions SET updated_at = clock.now() WHERE id = auth.session_id();
END $$;
ALTER FUNCTION auth.begin_impersonation(uuid, uuid, text, timestamptz) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.begin_impersonation(uuid, uuid, text, timestamptz) TO authenticated;
COMMENT ON FUNCTION auth.begin_impersonation(uuid, uuid, text, timestamptz) IS 'Makes the caller''s sign-in act as somebody for a while.';

-- Ends what the caller's sign-in does in somebody's name; whom it was for, NULL where there was nothing to end.
CREATE OR REPLACE FUNCTION auth.end_impersonation() RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  was uuid;
BEGIN
  UPDATE auth.impersonations SET ended_at = clock.now()
  WHERE session_id = auth.session_id() AND ended_at IS NULL AND impersonator_id = auth.impersonator()
  RETURNING target_id INTO was;
  IF was IS NOT NULL THEN
    UPDATE auth.sessions SET updated_at = clock.now() WHERE id = auth.session_id();
  END IF;
  RETURN was;
END $$;
ALTER FUNCTION auth.end_impersonation() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.end_impersonation() TO authenticated;
COMMENT ON FUNCTION auth.end_impersonation() IS 'Ends what the caller does in somebody''s name.';

-- What happened to the caller's account, and what others did in their name, newest first.
CREATE OR REPLACE FUNCTION auth.own_history(most integer)
RETURNS TABLE (id uuid, action text, at timestamptz, by_house boolean, by_other text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT e.id, e.action, e.at, e.user_id IS NULL AND e.system_why IS NOT NULL,
         CASE WHEN e.impersonator_id IS NOT NULL OR e.user_id IS DISTINCT FROM auth.uid() THEN
           (SELECT coalesce(nullif(p.full_name, ''), p.email) FROM public.platform_users p WHERE p.id = coalesce(e.impersonator_id, e.user_id)) END,
         e.after ->> 'reason'
  FROM audit.events e
  WHERE (e.subject_id = auth.uid() AND e.subject_type = 'auth.users') OR (e.user_id = auth.uid() AND e.impersonator_id IS NOT NULL)
  ORDER BY e.at DESC, e.id DESC LIMIT least(most, 200)
$$;
ALTER FUNCTION auth.own_history(integer) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.own_history(integer) TO authenticated;
COMMENT ON FUNCTION auth.own_history(integer) IS 'What happened to the caller''s account, newest first.';
