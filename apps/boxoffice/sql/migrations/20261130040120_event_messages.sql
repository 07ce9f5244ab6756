-- What an organizer wrote to those who hold tickets. Who gets it is settled the moment it is sent.
CREATE TABLE public.event_messages (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  sent_by uuid NOT NULL,
  subject text NOT NULL CHECK (btrim(subject) <> '' AND length(subject) <= 150 AND subject !~ '[[:cntrl:]]'),
  body text NOT NULL CHECK (btrim(body) <> '' AND length(body) <= 5000),
  -- Who they are, in the words in which it was told before it was sent.
  audience text NOT NULL CHECK (btrim(audience) <> '' AND length(audience) <= 300),
  recipients integer NOT NULL CONSTRAINT event_messages_some_recipients CHECK (recipients BETWEEN 1 AND 20000),
  created_at timestamptz NOT NULL DEFAULT clock.now(),
  UNIQUE (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
CREATE INDEX event_messages_event ON public.event_messages (event_id, created_at DESC, id);
COMMENT ON TABLE public.event_messages IS 'owner: boxoffice. Mails of organizers to those who hold tickets of an event.';
CREATE TRIGGER event_messages_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.event_messages FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE public.event_message_recipients (
  message_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  event_id uuid NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  order_id uuid NOT NULL,
  email text NOT NULL CHECK (email = lower(email)),
  PRIMARY KEY (message_id, position),
  -- Whoever has several orders is written to once.
  CONSTRAINT event_message_recipients_once UNIQUE (message_id, email),
  FOREIGN KEY (message_id, event_id) REFERENCES public.event_messages (id, event_id),
  FOREIGN KEY (order_id, event_id) REFERENCES public.orders (id, event_id),
  FOREIGN KEY (event_id, organization_id) REFERENCES public.events (id, organization_id)
);
COMMENT ON TABLE public.event_message_recipients IS 'owner: boxoffice. To whom a message of an event went, each address once.';
CREATE TRIGGER event_message_recipients_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON public.event_message_recipients FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
