-- One's own, and of them nothing but whether they are read. Written by notify.tell alone.
GRANT SELECT ON notify.notices TO authenticated;
GRANT UPDATE (read_at) ON notify.notices TO authenticated;
CREATE POLICY self_reads ON notify.notices FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()) AND in_app);
-- Whoever acts for somebody does not read their notices for them.
CREATE POLICY self_marks ON notify.notices FOR UPDATE TO authenticated
  USING (user_id = (SELECT auth.uid()) AND in_app AND (SELECT auth.impersonator()) IS NULL) WITH CHECK (user_id = (SELECT auth.uid()));

GRANT INSERT ON notify.notices TO callboard_definer;
CREATE POLICY definer_tells ON notify.notices FOR INSERT TO callboard_definer WITH CHECK (true);
