-- A payment as we intend it. The provider's own state is asked for, never guessed.
CREATE TABLE public.payments (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  -- What is paid for: the app that asked knows it by (subject_type, subject_id).
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  -- 1, 2, 3 …: each try of one subject is a payment of its own.
  attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  provider text NOT NULL,
  provider_ref text,
  pay_url text,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL DEFAULT 'created' CONSTRAINT payments_status_known CHECK (status IN ('created', 'open', 'capturing', 'captured', 'cancelling', 'cancelled', 'failed', 'expired')),
  captured_minor bigint NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  -- Sent to the provider, equal in every repetition.
  description text NOT NULL,
  customer_email text NOT NULL,
  return_url text NOT NULL,
  cancel_url text NOT NULL,
  failure_code text,
  failure_message text,
  expires_at timestamptz NOT NULL,
  checked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (subject_type, subject_id, attempt),
  UNIQUE (provider, provider_ref),
  CONSTRAINT payments_capture_whole CHECK (captured_minor IN (0, amount_minor)),
  CONSTRAINT payments_refund_within CHECK (refunded_minor <= captured_minor),
  CONSTRAINT payments_captured_is_captured CHECK ((status = 'captured') = (captured_minor > 0))
);
-- One try at a time per subject: two tabs cannot pay twice.
CREATE UNIQUE INDEX payments_one_live_per_subject ON public.payments (subject_type, subject_id) WHERE status IN ('created', 'open', 'capturing', 'captured', 'cancelling');
CREATE INDEX payments_unsettled ON public.payments (updated_at) WHERE status IN ('created', 'open', 'capturing', 'cancelling');
COMMENT ON TABLE public.payments IS 'owner: platform-payments. Payments as intended, and what came of them.';
CREATE TRIGGER payments_touch BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION platform.touch();

-- Money given back. The provider is called with the refund's id as its idempotency key.
CREATE TABLE public.payment_refunds (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id),
  payment_id uuid NOT NULL REFERENCES public.payments (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  reason text NOT NULL,
  status text NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'done', 'failed')),
  provider_ref text,
  failure_message text,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX payment_refunds_payment ON public.payment_refunds (payment_id);
CREATE INDEX payment_refunds_unsettled ON public.payment_refunds (updated_at) WHERE status = 'created';
COMMENT ON TABLE public.payment_refunds IS 'owner: platform-payments. Money given back.';
CREATE TRIGGER payment_refunds_touch BEFORE UPDATE ON public.payment_refunds FOR EACH ROW EXECUTE FUNCTION platform.touch();

-- What providers told us, once each.
CREATE TABLE public.payment_events (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  provider_event_id text NOT NULL,
  kind text NOT NULL,
  provider_ref text,
  received_at timestamptz NOT NULL DEFAULT clock.now(),
  processed_at timestamptz,
  CONSTRAINT payment_events_once UNIQUE (provider, provider_event_id)
);
COMMENT ON TABLE public.payment_events IS 'owner: platform-payments. Webhooks received, each once.';
