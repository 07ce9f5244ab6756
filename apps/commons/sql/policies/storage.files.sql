-- Who may see a file follows from what refers to it, and that is known here: whoever sees a row that refers to it sees the file.
-- Nobody but the functions of `storage` writes.
GRANT SELECT ON storage.files TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE ON storage.files TO callboard_definer;
CREATE POLICY files_of_pictures ON storage.files FOR SELECT TO anon, authenticated
  USING (purpose = 'picture' AND EXISTS (SELECT 1 FROM public.event_pictures p WHERE p.file_id = files.id));
CREATE POLICY files_of_plans ON storage.files FOR SELECT TO anon, authenticated
  USING (purpose = 'plan' AND EXISTS (SELECT 1 FROM public.venue_plans p WHERE p.file_id = files.id));
CREATE POLICY files_of_documents ON storage.files FOR SELECT TO authenticated
  USING (purpose = 'document' AND EXISTS (SELECT 1 FROM public.event_documents d WHERE d.file_id = files.id));
CREATE POLICY files_definer ON storage.files FOR ALL TO callboard_definer USING (true) WITH CHECK (true);
