-- What a source says for sure of a draft's days while its times are open: an exhibition, a course. It goes on sale with a start alone.
ALTER TABLE public.events
  ADD COLUMN first_day date,
  ADD COLUMN last_day date,
  ADD CONSTRAINT events_days_whole CHECK ((first_day IS NULL) = (last_day IS NULL) AND last_day >= first_day);
