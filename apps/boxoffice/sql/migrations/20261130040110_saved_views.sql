-- A way of looking at a list that somebody keeps under a name. It holds no address: the page makes that itself.
CREATE TABLE public.saved_views (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES public.organizations (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  page text NOT NULL CONSTRAINT saved_views_page_known CHECK (page IN ('event_orders', 'organization_orders', 'event_attendees')),
  -- Set where the query names something that only this event has, a ticket type.
  event_id uuid,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 60),
  -- Form-encoded; only what the page's own filter wrote.
  query text NOT NULL CONSTRAINT saved_views_query_shape CHECK (query ~ '^[A-Za-z0-9_=&%.+*-]*$' AND length(query) <= 1000),
  shared boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  CONSTRAINT saved_views_of_an_event CHECK (event_id IS NULL OR page <> 'organization_orders'),
  CONSTRAINT saved_views_name_once UNIQUE NULLS NOT DISTINCT (user_id, organization_id, page, event_id, name),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX saved_views_page ON public.saved_views (organization_id, page, name);
COMMENT ON TABLE public.saved_views IS 'owner: boxoffice. Filters and order of a list that somebody keeps under a name.';
