-- Who becomes an organizer: anybody, or whom the platform's administrators approve.

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.organizer_applications FOR EACH ROW EXECUTE FUNCTION platform.touch();
CREATE OR REPLACE TRIGGER zone BEFORE INSERT OR UPDATE OF timezone ON public.organizer_applications FOR EACH ROW EXECUTE FUNCTION auth.check_organization();

-- Without its row the rule is the strict one.
CREATE OR REPLACE FUNCTION auth.founding_needs_approval() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$ SELECT coalesce((SELECT r.needs_approval FROM auth.founding_rule r), true) $$;
ALTER FUNCTION auth.founding_needs_approval() OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.founding_needs_approval() TO authenticated, service_role;
COMMENT ON FUNCTION auth.founding_needs_approval() IS 'Whether founding an organization needs an approval.';

-- Decides an application, once: approving founds the organization with the applicant as its owner. The outcome is
-- 'approved', 'declined', or why nothing was done: 'unknown' (also to whoever may not decide), 'closed'.
CREATE OR REPLACE FUNCTION auth.decide_application(application uuid, approve boolean, founded uuid, short_name text, why text)
RETURNS TABLE (outcome text, applicant uuid, email text, full_name text, locale text, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, auth
AS $$
#variable_conflict use_column
DECLARE
  asked public.organizer_applications;
BEGIN
  IF auth.on_platform('organizations:approve') THEN
    SELECT a.* INTO asked FROM public.organizer_applications a WHERE a.id = application FOR UPDATE;
  END IF;
  IF asked.id IS NULL OR asked.status <> 'open' THEN
    RETURN QUERY SELECT CASE WHEN asked.id IS NULL THEN 'unknown' ELSE 'closed' END, NULL::uuid, NULL::text, NULL::text, NULL::text, NULL::text;
    RETURN;
  END IF;
  IF approve THEN
    INSERT INTO public.organizations (id, name, slug, timezone, currency, created_by)
    VALUES (founded, asked.name, short_name, asked.timezone, asked.currency, asked.applicant);
  END IF;
  UPDATE public.organizer_applications a
  SET status = CASE WHEN approve THEN 'approved' ELSE 'declined' END, reason = CASE WHEN approve THEN '' ELSE why END,
    decided_by = auth.uid(), decided_at = clock.now(), organization_id = CASE WHEN approve THEN founded END
  WHERE a.id = application;
  RETURN QUERY
  SELECT CASE WHEN approve THEN 'approved' ELSE 'declined' END, p.id, p.email, p.full_name, p.locale, asked.name
  FROM public.platform_users p WHERE p.id = asked.applicant;
END $$;
ALTER FUNCTION auth.decide_application(uuid, boolean, uuid, text, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION auth.decide_application(uuid, boolean, uuid, text, text) TO authenticated;
COMMENT ON FUNCTION auth.decide_application(uuid, boolean, uuid, text, text) IS 'Approves or declines an application to become an organizer.';
