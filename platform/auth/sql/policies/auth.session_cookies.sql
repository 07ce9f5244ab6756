-- Closed; who brings the cookie is answered by auth.session_by_cookie() and its kin.
GRANT SELECT, INSERT ON auth.session_cookies TO callboard_definer;
GRANT UPDATE (successor, successor_nonce, superseded_at) ON auth.session_cookies TO callboard_definer;
CREATE POLICY definer_reads ON auth.session_cookies FOR SELECT TO callboard_definer USING (true);
CREATE POLICY definer_adds ON auth.session_cookies FOR INSERT TO callboard_definer WITH CHECK (true);
CREATE POLICY definer_rotates ON auth.session_cookies FOR UPDATE TO callboard_definer USING (true) WITH CHECK (true);
