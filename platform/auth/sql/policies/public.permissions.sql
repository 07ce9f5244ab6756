-- The vocabulary is the same for everybody who signed in; it changes with the program.
GRANT SELECT ON public.permissions TO authenticated, callboard_definer;
CREATE POLICY everybody_reads ON public.permissions FOR SELECT TO authenticated USING (true);
CREATE POLICY definer_reads ON public.permissions FOR SELECT TO callboard_definer USING (true);
