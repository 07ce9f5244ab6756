GRANT USAGE ON SCHEMA vault TO callboard_vault;
GRANT SELECT, INSERT, UPDATE (sealed_private, retired_at) ON vault.signing_keys TO callboard_vault;
CREATE POLICY vault_reads ON vault.signing_keys FOR SELECT TO callboard_vault USING (true);
CREATE POLICY vault_adds ON vault.signing_keys FOR INSERT TO callboard_vault WITH CHECK (true);
CREATE POLICY vault_retires ON vault.signing_keys FOR UPDATE TO callboard_vault USING (true) WITH CHECK (true);
