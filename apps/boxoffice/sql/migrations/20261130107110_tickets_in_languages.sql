-- What a ticket type is called and includes in other languages, by BCP 47 tag.
ALTER TABLE public.ticket_types
  ADD COLUMN names jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN descriptions jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT ticket_types_names_by_tag CHECK (jsonb_typeof(names) = 'object' AND NOT jsonb_path_exists(names, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(names::text) <= 20000),
  ADD CONSTRAINT ticket_types_descriptions_by_tag CHECK (jsonb_typeof(descriptions) = 'object' AND NOT jsonb_path_exists(descriptions, '$.keyvalue() ? (!(@.key like_regex "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$") || @.value.type() != "string" || !(@.value like_regex "\\S"))') AND length(descriptions::text) <= 200000);

-- What its buyer read when it was placed: mails, tickets and receipts are told in it, whatever they read later.
ALTER TABLE public.orders ADD COLUMN language text NOT NULL DEFAULT 'en' CONSTRAINT orders_language_known CHECK (language IN ('en', 'de', 'ar'));
