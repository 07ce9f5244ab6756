GRANT INSERT ON jobs.done TO callboard_definer;
CREATE POLICY definer_notes ON jobs.done FOR INSERT TO callboard_definer WITH CHECK (true);
