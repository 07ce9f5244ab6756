-- A refund that the provider refused, or that came back from the bank, may be sent anew: under another key, because
-- to a repeated key the provider repeats its first answer.
ALTER TABLE public.payment_refunds ADD COLUMN attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0);
