-- The vocabulary is the same for everybody who signed in; it changes with the program.
GRANT SELECT ON public.role_definitions TO authenticated, callboard_definer;
CREATE POLICY everybody_reads ON public.role_definitions FOR SELECT TO authenticated USING (true);
CREATE POLICY definer_reads ON public.role_definitions FOR SELECT TO callboard_definer USING (true);
