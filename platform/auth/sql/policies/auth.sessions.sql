-- Closed; people see and end their own through auth.own_sessions() and auth.end_own_sessions().
GRANT SELECT, DELETE ON auth.sessions TO callboard_definer;
GRANT UPDATE (refreshed_at, updated_at) ON auth.sessions TO callboard_definer;
CREATE POLICY definer_reads ON auth.sessions FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_notes ON auth.sessions FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
CREATE POLICY definer_ends ON auth.sessions FOR DELETE TO callboard_definer USING (true);
