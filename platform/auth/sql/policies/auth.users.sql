-- Closed to people and programs: they know people through public.platform_users.
GRANT SELECT ON auth.users TO callboard_definer;
GRANT UPDATE (banned_until) ON auth.users TO callboard_definer;
CREATE POLICY definer_reads ON auth.users FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_locks ON auth.users FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
