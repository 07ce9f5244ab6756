-- However many refunds a payment has, they never promise more than was taken: asked of the row as it is when nobody
-- else is writing one. A failed refund counts, because it may be sent anew.
CREATE OR REPLACE FUNCTION public.payment_refunds_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken bigint; promised numeric;
BEGIN
  SELECT captured_minor INTO taken FROM public.payments WHERE id = NEW.payment_id FOR UPDATE;
  SELECT coalesce(sum(amount_minor), 0) INTO promised FROM public.payment_refunds WHERE payment_id = NEW.payment_id AND id <> NEW.id;
  IF promised + NEW.amount_minor > taken THEN
    RAISE EXCEPTION 'refunds of % on top of % exceed the % that were taken', NEW.amount_minor, promised, taken USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_refunds_within', TABLE = 'payment_refunds';
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION public.payment_refunds_within() TO PUBLIC;
CREATE OR REPLACE TRIGGER payment_refunds_within BEFORE INSERT OR UPDATE OF amount_minor, payment_id ON public.payment_refunds FOR EACH ROW EXECUTE FUNCTION public.payment_refunds_within();
