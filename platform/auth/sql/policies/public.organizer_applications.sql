-- One's own, and all of them for whoever decides. Asked and withdrawn by the applicant; decided by auth.decide_application() alone.
GRANT SELECT ON public.organizer_applications TO authenticated;
GRANT INSERT (id, name, slug, timezone, currency, about, website, contact) ON public.organizer_applications TO authenticated;
GRANT UPDATE (status) ON public.organizer_applications TO authenticated;
CREATE POLICY applicant_reads ON public.organizer_applications FOR SELECT TO authenticated USING (applicant = (SELECT auth.uid()));
CREATE POLICY platform_reads ON public.organizer_applications FOR SELECT TO authenticated USING ((SELECT auth.on_platform('organizations:approve')));
CREATE POLICY applicant_asks ON public.organizer_applications FOR INSERT TO authenticated WITH CHECK (applicant = (SELECT auth.uid()) AND status = 'open');
CREATE POLICY applicant_withdraws ON public.organizer_applications FOR UPDATE TO authenticated
  USING (applicant = (SELECT auth.uid()) AND status = 'open') WITH CHECK (applicant = (SELECT auth.uid()) AND status = 'withdrawn');

GRANT SELECT ON public.organizer_applications TO callboard_definer;
GRANT UPDATE (status, reason, decided_by, decided_at, organization_id, updated_at, version) ON public.organizer_applications TO callboard_definer;
CREATE POLICY definer_reads ON public.organizer_applications FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_decides ON public.organizer_applications FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
