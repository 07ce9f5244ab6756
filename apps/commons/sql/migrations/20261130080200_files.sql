-- What people see of an event before they read it. Whoever refers to a file refers to it as stored: while they do, it is kept.
CREATE TABLE public.event_pictures (
  event_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  file_id uuid NOT NULL,
  file_state text NOT NULL DEFAULT 'stored' CHECK (file_state = 'stored'),
  -- What is to be seen, for who cannot see it.
  alt text NOT NULL CHECK (btrim(alt) <> '' AND length(alt) <= 300),
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  CONSTRAINT event_pictures_file FOREIGN KEY (file_id, organization_id, file_state) REFERENCES storage.files (id, organization_id, state)
);
CREATE INDEX event_pictures_of_file ON public.event_pictures (file_id);
COMMENT ON TABLE public.event_pictures IS 'owner: commons. The picture of an event; events may share one.';

-- How a place is laid out.
CREATE TABLE public.venue_plans (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  venue_id uuid NOT NULL,
  file_id uuid NOT NULL,
  file_state text NOT NULL DEFAULT 'stored' CHECK (file_state = 'stored'),
  title text NOT NULL CHECK (btrim(title) <> '' AND length(title) <= 120),
  is_public boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT venue_plans_once UNIQUE (venue_id, file_id),
  FOREIGN KEY (venue_id, organization_id) REFERENCES public.venues (id, organization_id),
  CONSTRAINT venue_plans_file FOREIGN KEY (file_id, organization_id, file_state) REFERENCES storage.files (id, organization_id, state)
);
CREATE INDEX venue_plans_of_file ON public.venue_plans (file_id);
COMMENT ON TABLE public.venue_plans IS 'owner: commons. Plans of a place, for everybody or for its staff.';

-- Papers of an event, for its team.
CREATE TABLE public.event_documents (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  file_id uuid NOT NULL,
  file_state text NOT NULL DEFAULT 'stored' CHECK (file_state = 'stored'),
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT event_documents_once UNIQUE (event_id, file_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  CONSTRAINT event_documents_file FOREIGN KEY (file_id, organization_id, file_state) REFERENCES storage.files (id, organization_id, state)
);
CREATE INDEX event_documents_of_file ON public.event_documents (file_id);
COMMENT ON TABLE public.event_documents IS 'owner: commons. Papers of an event, for those of its team who may read them.';
