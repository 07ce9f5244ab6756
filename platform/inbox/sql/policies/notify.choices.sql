GRANT SELECT, DELETE ON notify.choices TO authenticated;
GRANT INSERT (user_id, kind, channel, mode) ON notify.choices TO authenticated;
CREATE POLICY self_reads ON notify.choices FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY self_chooses ON notify.choices FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL);
CREATE POLICY self_takes_back ON notify.choices FOR DELETE TO authenticated
  USING (user_id = (SELECT auth.uid()) AND (SELECT auth.impersonator()) IS NULL);

GRANT SELECT ON notify.choices TO callboard_definer;
CREATE POLICY definer_reads ON notify.choices FOR SELECT TO callboard_definer USING (true);
