-- Keys of programs. Whoever acts with one has no auth.uid(), so no policy about somebody's own rows lets it through;
-- what it may do comes from auth.scopes_with and its kin, which ask this first.

-- Whose rights a live key lends, and where. `wanted`: only if the key has this permission (NULL: any). No row: the key gives nothing.
CREATE OR REPLACE FUNCTION auth.lent_by(key uuid, wanted text) RETURNS TABLE (maker uuid, organization uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT k.created_by, k.organization_id FROM public.api_keys k
  WHERE k.id = key AND (wanted IS NULL OR wanted = ANY (k.permissions)) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock.now())
    -- A program has no second factor to show: where the staff need one, its maker must have one.
    AND (NOT EXISTS (SELECT 1 FROM public.organizations o WHERE o.id = k.organization_id AND o.staff_second_factor)
         OR EXISTS (SELECT 1 FROM auth.mfa_factors f WHERE f.user_id = k.created_by AND f.status = 'verified'))
$$;
ALTER FUNCTION auth.lent_by(uuid, text) OWNER TO callboard_definer;
COMMENT ON FUNCTION auth.lent_by(uuid, text) IS 'For definer code: who made a live key, and for which organization.';

-- What the caller may put into a key: what they hold on the organization itself, by grants there.
CREATE OR REPLACE FUNCTION auth.key_permissions(organization uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  RETURN coalesce((
    SELECT array_agg(DISTINCT p.permission ORDER BY p.permission)
    FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role
    WHERE g.user_id = auth.uid() AND g.scope_id = organization AND g.scope_kind = 'organization' AND (g.expires_at IS NULL OR g.expires_at > clock.now())), '{}');
END $$;
ALTER FUNCTION auth.key_permissions(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.key_permissions(uuid) TO authenticated, service_role;
COMMENT ON FUNCTION auth.key_permissions(uuid) IS 'What the caller holds on an organization by grants there: the most a key of theirs may do.';

-- What is left of a key: its permissions that its maker still holds on the organization.
CREATE OR REPLACE FUNCTION auth.key_reach(key uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  RETURN coalesce((
    SELECT array_agg(DISTINCT p.permission ORDER BY p.permission)
    FROM public.api_keys k
    JOIN public.user_roles g ON g.user_id = k.created_by AND g.scope_id = k.organization_id AND g.scope_kind = 'organization' AND (g.expires_at IS NULL OR g.expires_at > clock.now())
    JOIN public.role_permissions p ON p.role = g.role AND p.permission = ANY (k.permissions)
    WHERE k.id = key AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock.now())
      AND (key = auth.key_id() OR k.organization_id = ANY (auth.scopes_with('settings:manage', 'organization')) OR session_user <> 'callboard_app')), '{}');
END $$;
ALTER FUNCTION auth.key_reach(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.key_reach(uuid) TO authenticated, service_role;
COMMENT ON FUNCTION auth.key_reach(uuid) IS 'What a key may still do: of its permissions those that its maker holds. For the key itself, its organization''s managers, and the house.';

-- Whether a signed token still lives: its row, its key, and the person who made the key. `stale`: note that it was used.
CREATE OR REPLACE FUNCTION auth.system_token(token uuid, caller inet)
RETURNS TABLE (key_id uuid, organization_id uuid, stale boolean, elsewhere boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
  SELECT k.id, k.organization_id, k.last_used_at IS NULL OR k.last_used_at <= clock.now() - interval '1 minute',
         cardinality(k.networks) > 0 AND (caller IS NULL OR NOT caller <<= ANY (k.networks))
  FROM public.system_tokens t JOIN public.api_keys k ON k.id = t.key_id JOIN auth.users u ON u.id = k.created_by
  WHERE t.id = token AND t.expires_at > clock.now() AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock.now())
    AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= clock.now())
$$;
ALTER FUNCTION auth.system_token(uuid, inet) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.system_token(uuid, inet) TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.system_token(uuid, inet) IS 'The key behind a signed token that still lives. Answers only to whoever brings the id out of one.';

CREATE OR REPLACE FUNCTION auth.note_key(key uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$ UPDATE public.api_keys SET last_used_at = clock.now() WHERE id = key AND (last_used_at IS NULL OR last_used_at <= clock.now() - interval '1 minute') $$;
ALTER FUNCTION auth.note_key(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.note_key(uuid) TO anon, authenticated, service_role;
COMMENT ON FUNCTION auth.note_key(uuid) IS 'Notes that a key was used, to the minute.';

-- What ended does not begin again, and nothing else of a key changes.
CREATE OR REPLACE FUNCTION auth.keys_end_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
    RAISE EXCEPTION 'a revoked key stays revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_keys_end_once', TABLE = 'api_keys';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER api_keys_end_once BEFORE UPDATE ON public.api_keys FOR EACH ROW EXECUTE FUNCTION auth.keys_end_once();
