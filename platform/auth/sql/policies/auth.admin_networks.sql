-- Whoever may change the platform's settings; a trigger refuses a list without the address of whoever saves it.
GRANT SELECT, DELETE ON auth.admin_networks TO authenticated;
GRANT INSERT (network, note, added_by) ON auth.admin_networks TO authenticated;
CREATE POLICY operators_read ON auth.admin_networks FOR SELECT TO authenticated USING ((SELECT auth.on_platform('settings:manage')));
CREATE POLICY operators_add ON auth.admin_networks FOR INSERT TO authenticated
  WITH CHECK (added_by = (SELECT auth.uid()) AND (SELECT auth.on_platform('settings:manage')) AND (SELECT auth.impersonator()) IS NULL);
CREATE POLICY operators_remove ON auth.admin_networks FOR DELETE TO authenticated
  USING ((SELECT auth.on_platform('settings:manage')) AND (SELECT auth.impersonator()) IS NULL);

GRANT SELECT ON auth.admin_networks TO callboard_definer;
CREATE POLICY definer_reads ON auth.admin_networks FOR SELECT TO callboard_definer USING (true);
