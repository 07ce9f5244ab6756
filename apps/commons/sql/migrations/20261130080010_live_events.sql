ALTER PUBLICATION callboard_live ADD TABLE public.events (id);
