-- What an organizer tells people beside the main facts, and what the house remembers of an announced date.
ALTER TABLE public.events
  ADD COLUMN accessibility text NOT NULL DEFAULT '' CHECK (length(accessibility) <= 4000),
  ADD COLUMN notice text NOT NULL DEFAULT '' CHECK (length(notice) <= 1000),
  -- When the notice was posted; set by trigger.
  ADD COLUMN notice_at timestamptz,
  -- The start that was announced before this one; set by trigger when an event that is out moves.
  ADD COLUMN previous_starts_at timestamptz,
  -- From when the programme is shown to whoever may see the event.
  ADD COLUMN programme_published_at timestamptz,
  ADD CONSTRAINT events_notice_dated CHECK ((notice = '') = (notice_at IS NULL));
-- What is like an event: at the same place, of the same kind.
CREATE INDEX events_public_at_venue ON public.events (venue_id, starts_at) WHERE status = 'published' AND visibility = 'public';
CREATE INDEX events_public_of_category ON public.events (category, starts_at) WHERE status = 'published' AND visibility = 'public';

-- The running order of an event: sets, talks, acts. One that is removed stays as a row, so that an import does not bring it back.
CREATE TABLE public.programme_items (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  -- The organizer's or the source's order: among items at the same time, and of the stages.
  position integer NOT NULL DEFAULT 0,
  -- None while set times are not fixed.
  starts_at timestamptz,
  ends_at timestamptz,
  title text NOT NULL CHECK (btrim(title) <> '' AND length(title) <= 300),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 20000),
  -- Stage or room.
  stage text NOT NULL DEFAULT '' CHECK (length(stage) <= 120),
  track text NOT NULL DEFAULT '' CHECK (length(track) <= 120),
  -- Names, in order.
  people text[] NOT NULL DEFAULT '{}' CHECK (cardinality(people) <= 100 AND array_position(people, NULL) IS NULL),
  -- [{"url": "https://…", "label": "Slides"}]
  links jsonb NOT NULL DEFAULT '[]' CONSTRAINT programme_items_links CHECK (
    jsonb_typeof(links) = 'array' AND jsonb_array_length(links) <= 20
    AND jsonb_array_length(links) = jsonb_array_length(jsonb_path_query_array(links, '$[*] ? (@.url like_regex "^https?://[^[:space:]]+$" && @.label.type() == "string")'))),
  -- BCP 47 tag, or empty for the event's own language.
  language text NOT NULL DEFAULT '' CHECK (language = '' OR language ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'),
  removed_at timestamptz,
  -- As on events: as long as `import_version` is the row's version, nobody changed what the import left.
  import_source text,
  import_entry text,
  import_id text,
  import_version integer,
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  updated_at timestamptz NOT NULL DEFAULT clock.now(),
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id),
  CONSTRAINT programme_items_end_after_start CHECK (ends_at > starts_at),
  CONSTRAINT programme_items_end_needs_start CHECK (ends_at IS NULL OR starts_at IS NOT NULL),
  CONSTRAINT programme_items_once_per_source UNIQUE (event_id, import_source, import_id),
  CONSTRAINT programme_items_import_whole CHECK (
    (import_source IS NULL) = (import_id IS NULL) AND (import_source IS NULL) = (import_entry IS NULL) AND (import_source IS NULL) = (import_version IS NULL))
);
CREATE INDEX programme_items_running_order ON public.programme_items (event_id, starts_at, position) WHERE removed_at IS NULL;
COMMENT ON TABLE public.programme_items IS 'owner: commons. The running order of an event.';
