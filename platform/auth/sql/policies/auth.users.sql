-- Closed to people and programs: they know people through public.platform_users.
GRANT SELECT ON auth.users TO callboard_definer;
CREATE POLICY definer_reads ON auth.users FOR SELECT TO callboard_definer USING (true);
