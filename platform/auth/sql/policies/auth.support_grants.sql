-- One's own, and never by somebody who acts for one: support does not allow itself.
GRANT SELECT, DELETE ON auth.support_grants TO authenticated;
GRANT INSERT (user_id, until) ON auth.support_grants TO authenticated;
CREATE POLICY self_reads ON auth.support_grants FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY self_allows ON auth.support_grants FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL);
CREATE POLICY self_takes_back ON auth.support_grants FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL);

GRANT SELECT ON auth.support_grants TO callboard_definer;
CREATE POLICY definer_reads ON auth.support_grants FOR SELECT TO callboard_definer USING (true);
