-- Tells somebody something in the caller's transaction, by the ways they chose; not again what they were told under this key.
-- `way` is how the kind goes by mail where nobody chose, `fixed` whether nobody can turn it off.
CREATE OR REPLACE FUNCTION notify.tell(
  user_id uuid, organization_id uuid, kind text, key text, about text, given jsonb, way text, own_mail boolean, fixed boolean,
  OUT id uuid, OUT is_new boolean, OUT mail text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
DECLARE
  shown boolean;
BEGIN
  -- A version 8 UUID (RFC 9562): its bits are the digest of person and key.
  id := overlay(overlay(left(encode(sha256(convert_to('notice ' || tell.user_id || ' ' || tell.key, 'UTF8')), 'hex'), 32) placing '8' FROM 13) placing '8' FROM 17)::uuid;
  SELECT tell.fixed OR coalesce(max(c.mode) FILTER (WHERE c.channel = 'in_app'), 'now') <> 'never',
         CASE WHEN tell.own_mail THEN 'never' WHEN tell.fixed THEN tell.way ELSE coalesce(max(c.mode) FILTER (WHERE c.channel = 'mail'), tell.way) END
  INTO shown, mail FROM notify.choices c WHERE c.user_id = tell.user_id AND c.kind = tell.kind;
  IF mail = 'digest' AND EXISTS (SELECT 1 FROM notify.settings s WHERE s.user_id = tell.user_id AND s.digest = 'off') THEN
    mail := 'never';
  END IF;
  is_new := false;
  IF shown OR mail <> 'never' THEN
    INSERT INTO notify.notices (id, user_id, organization_id, kind, key, about, given, in_app, mail, created_at)
    SELECT tell.id, u.id, tell.organization_id, tell.kind, tell.key, tell.about, tell.given, shown, tell.mail, clock.now()
    FROM auth.users u WHERE u.id = tell.user_id AND u.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
    is_new := FOUND;
  END IF;
END $$;
ALTER FUNCTION notify.tell(uuid, uuid, text, text, text, jsonb, text, boolean, boolean) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION notify.tell(uuid, uuid, text, text, text, jsonb, text, boolean, boolean) TO authenticated, service_role, callboard_claims, callboard_sales;
COMMENT ON FUNCTION notify.tell(uuid, uuid, text, text, text, jsonb, text, boolean, boolean) IS 'Writes a notice for somebody, once per key.';

-- Who holds a permission at a scope now, there or above; not whoever runs the platform.
CREATE OR REPLACE FUNCTION notify.team(scope uuid, wanted text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, auth
AS $$
BEGIN
  RETURN coalesce((
    WITH RECURSIVE up(id) AS (
      SELECT s.id FROM auth.scopes s WHERE s.id = team.scope
      UNION
      SELECT e.parent_id FROM auth.scope_edges e JOIN up u ON e.child_id = u.id
    ), reach(id) AS (
      SELECT u.id FROM up u
      UNION
      SELECT s.organization_id FROM auth.scopes s WHERE s.id = team.scope
    )
    SELECT array_agg(DISTINCT g.user_id)
    FROM public.user_roles g JOIN public.role_permissions p ON p.role = g.role AND p.permission = team.wanted
    WHERE g.scope_id IN (SELECT r.id FROM reach r) AND g.scope_kind <> 'platform' AND (g.expires_at IS NULL OR g.expires_at > clock.now())), '{}');
END $$;
ALTER FUNCTION notify.team(uuid, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION notify.team(uuid, text) TO service_role, callboard_sales;
COMMENT ON FUNCTION notify.team(uuid, text) IS 'Who is to be told of what happens at a scope.';
