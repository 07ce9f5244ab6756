-- Whether anybody may found an organization or the platform's administrators decide. One row, written when the program starts.
CREATE TABLE auth.founding_rule (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  needs_approval boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE auth.founding_rule IS 'owner: platform-auth. Whether founding an organization needs an approval: the setting organizers.approval.';
INSERT INTO auth.founding_rule DEFAULT VALUES;

-- Somebody asks to put on events here.
CREATE TABLE public.organizer_applications (
  id uuid PRIMARY KEY,
  applicant uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users ON DELETE CASCADE,
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 200),
  slug text NOT NULL CONSTRAINT organizer_applications_slug_shape CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 2 AND 60),
  timezone text NOT NULL,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  about text NOT NULL CHECK (length(btrim(about)) BETWEEN 1 AND 2000),
  website text NOT NULL DEFAULT '' CHECK (length(website) <= 300),
  contact text NOT NULL CHECK (length(btrim(contact)) BETWEEN 1 AND 300),
  status text NOT NULL DEFAULT 'open' CONSTRAINT organizer_applications_status_known CHECK (status IN ('open', 'withdrawn', 'approved', 'declined')),
  -- Why it was declined, as the applicant reads it.
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 1000),
  decided_by uuid REFERENCES auth.users ON DELETE SET NULL,
  decided_at timestamptz,
  -- What an approval founded.
  organization_id uuid REFERENCES public.organizations ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version bigint NOT NULL DEFAULT 1,
  CONSTRAINT organizer_applications_decided_when CHECK ((status IN ('approved', 'declined')) = (decided_at IS NOT NULL)),
  CONSTRAINT organizer_applications_declined_why CHECK ((status = 'declined') = (btrim(reason) <> ''))
);
CREATE UNIQUE INDEX organizer_applications_one_open ON public.organizer_applications (applicant) WHERE status = 'open';
CREATE INDEX organizer_applications_applicant ON public.organizer_applications (applicant, created_at DESC);
CREATE INDEX organizer_applications_open ON public.organizer_applications (status, created_at);
CREATE INDEX organizer_applications_decided_by ON public.organizer_applications (decided_by);
CREATE INDEX organizer_applications_organization ON public.organizer_applications (organization_id);
COMMENT ON TABLE public.organizer_applications IS 'owner: platform-auth. Who asks to become an organizer, and what was decided.';
