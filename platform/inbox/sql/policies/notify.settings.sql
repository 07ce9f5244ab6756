-- The day of the last digest is the digest's to write.
GRANT SELECT ON notify.settings TO authenticated;
GRANT INSERT (user_id, zone, quiet_from, quiet_until, digest, digest_hour) ON notify.settings TO authenticated;
GRANT UPDATE (zone, quiet_from, quiet_until, digest, digest_hour, updated_at) ON notify.settings TO authenticated;
CREATE POLICY self_reads ON notify.settings FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY self_sets ON notify.settings FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL);
CREATE POLICY self_changes ON notify.settings FOR UPDATE TO authenticated
  USING (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL) WITH CHECK (user_id = (SELECT auth.uid()));

GRANT SELECT ON notify.settings TO callboard_definer;
CREATE POLICY definer_reads ON notify.settings FOR SELECT TO callboard_definer USING (true);
