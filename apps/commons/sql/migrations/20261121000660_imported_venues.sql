-- The version an import left a place in: as long as it has it, nobody changed the place since, and a later import may.
-- Those imported before this column stood at 2 after their import.
ALTER TABLE public.venues ADD COLUMN import_version integer;
UPDATE public.venues SET import_version = 3 WHERE import_source IS NOT NULL AND version = 2;
