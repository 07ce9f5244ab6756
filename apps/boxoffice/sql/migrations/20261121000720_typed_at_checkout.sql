-- What was typed at the checkout and refused, so that the form comes back by its own address with nothing lost.
-- Written by boxoffice.keep_typed; gone as soon as it is an order or the hold is over.
ALTER TABLE public.holds ADD COLUMN typed jsonb CONSTRAINT holds_typed_is_fields CHECK (jsonb_typeof(typed) = 'object' AND length(typed::text) <= 100000);
