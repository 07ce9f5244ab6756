-- Closed; asked through auth.operator_withheld(), written behind the system door when the program starts.
GRANT SELECT ON auth.second_factor_rule TO callboard_definer;
CREATE POLICY definer_reads ON auth.second_factor_rule FOR SELECT TO callboard_definer USING (true);
