GRANT USAGE ON SCHEMA vault TO callboard_vault;
GRANT SELECT, INSERT, UPDATE ON vault.keys TO callboard_vault;
CREATE POLICY vault_reads ON vault.keys FOR SELECT TO callboard_vault USING (true);
CREATE POLICY vault_adds ON vault.keys FOR INSERT TO callboard_vault WITH CHECK (true);
CREATE POLICY vault_retires ON vault.keys FOR UPDATE TO callboard_vault USING (true) WITH CHECK (true);
