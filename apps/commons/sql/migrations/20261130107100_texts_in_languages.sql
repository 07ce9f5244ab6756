-- What organizers say in other languages: each text by its BCP 47 tag, none empty, under no other key.
ALTER TABLE public.venues ADD COLUMN addresses jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN public.venues.addresses IS 'Street and number in other languages, by BCP 47 tag.';

-- Rows from before keep what is a text under a tag.
UPDATE public.events SET
    names = (SELECT coalesce(jsonb_object_agg(t.key, t.value), '{}') FROM jsonb_each(names) t WHERE t.key ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' AND jsonb_typeof(t.value) = 'string' AND t.value #>> '{}' ~ '\S'),
    descriptions = (SELECT coalesce(jsonb_object_agg(t.key, t.value), '{}') FROM jsonb_each(descriptions) t WHERE t.key ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' AND jsonb_typeof(t.value) = 'string' AND t.value #>> '{}' ~ '\S')
 WHERE jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))')
    OR jsonb_path_exists(descriptions, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))');
UPDATE public.venues SET
    names = (SELECT coalesce(jsonb_object_agg(t.key, t.value), '{}') FROM jsonb_each(names) t WHERE t.key ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' AND jsonb_typeof(t.value) = 'string' AND t.value #>> '{}' ~ '\S')
 WHERE jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))');

ALTER TABLE public.events
  ADD CONSTRAINT events_names_by_tag CHECK (NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(names::text) <= 20000),
  ADD CONSTRAINT events_descriptions_by_tag CHECK (NOT jsonb_path_exists(descriptions, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(descriptions::text) <= 500000);
ALTER TABLE public.venues
  ADD CONSTRAINT venues_names_by_tag CHECK (NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(names::text) <= 20000),
  ADD CONSTRAINT venues_addresses_by_tag CHECK (jsonb_typeof(addresses) = 'object' AND NOT jsonb_path_exists(addresses, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(addresses::text) <= 40000);
