-- Closed; asked through auth.founding_needs_approval(), written behind the system door when the program starts.
GRANT SELECT ON auth.founding_rule TO callboard_definer;
CREATE POLICY definer_reads ON auth.founding_rule FOR SELECT TO callboard_definer USING (true);
