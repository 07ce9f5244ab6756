GRANT SELECT ON public.ticket_scans TO authenticated;
GRANT SELECT, INSERT ON public.ticket_scans TO callboard_definer;
CREATE POLICY ticket_scans_staff ON public.ticket_scans FOR SELECT TO authenticated USING (organization_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'organization'))::uuid[]) OR event_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'event'))::uuid[]));
CREATE POLICY ticket_scans_definer ON public.ticket_scans FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
