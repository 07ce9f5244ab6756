ALTER PUBLICATION callboard_live ADD TABLE public.payments (id, subject_id);
