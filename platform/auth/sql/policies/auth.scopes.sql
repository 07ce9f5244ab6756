-- Closed: read through auth.scopes_with(), written by triggers.
GRANT SELECT, INSERT, DELETE ON auth.scopes TO callboard_definer;
CREATE POLICY definer_reads ON auth.scopes FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON auth.scopes FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_removes ON auth.scopes FOR DELETE TO callboard_definer USING (true);
