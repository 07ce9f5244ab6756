-- Closed: behind the system door only. What a request asks of it, whether there is one that counts, definer functions answer.
GRANT SELECT ON auth.mfa_factors TO callboard_definer;
CREATE POLICY definer_reads ON auth.mfa_factors FOR SELECT TO callboard_definer USING (true);
