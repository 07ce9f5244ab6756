-- What the person reads who pays; the provider's page is asked for in it. Payments from before named none, and are sent as they were.
ALTER TABLE public.payments ADD COLUMN language text CONSTRAINT payments_language_known CHECK (language IN ('en', 'de', 'ar'));
