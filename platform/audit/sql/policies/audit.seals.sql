GRANT SELECT, INSERT ON audit.seals TO service_role;
CREATE POLICY service_role_reads ON audit.seals FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_seals ON audit.seals FOR INSERT TO service_role WITH CHECK (true);
