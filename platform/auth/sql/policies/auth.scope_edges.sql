-- Closed: read through auth.scopes_with(), written by triggers.
GRANT SELECT, INSERT, DELETE ON auth.scope_edges TO callboard_definer;
CREATE POLICY definer_reads ON auth.scope_edges FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON auth.scope_edges FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_removes ON auth.scope_edges FOR DELETE TO callboard_definer USING (true);
