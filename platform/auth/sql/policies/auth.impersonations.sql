-- Closed; begun and ended through auth.begin_impersonation() and auth.end_impersonation().
GRANT SELECT, INSERT ON auth.impersonations TO callboard_definer;
GRANT UPDATE (ended_at) ON auth.impersonations TO callboard_definer;
CREATE POLICY definer_reads ON auth.impersonations FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_begins ON auth.impersonations FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_ends ON auth.impersonations FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
