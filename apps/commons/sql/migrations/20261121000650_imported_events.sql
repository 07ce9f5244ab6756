-- One entry of a source can hold many dates, each an event; and whether a person changed the event since
-- the import wrote it is seen from the row's version.
ALTER TABLE public.events
  ADD COLUMN import_entry text,
  ADD COLUMN import_version integer,
  ADD CONSTRAINT events_import_whole CHECK ((import_source IS NULL) = (import_entry IS NULL) AND (import_source IS NULL) = (import_version IS NULL));
CREATE INDEX events_import_entry ON public.events (organization_id, import_source, import_entry) WHERE import_source IS NOT NULL;
