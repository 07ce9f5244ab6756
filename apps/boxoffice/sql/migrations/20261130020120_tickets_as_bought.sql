-- A ticket says what was bought: a type that is named anew later changes no ticket (tickets_as_bought fills these in).
ALTER TABLE public.tickets ADD COLUMN type_name text NOT NULL DEFAULT '', ADD COLUMN grants_role text;
UPDATE public.tickets t SET type_name = i.name FROM public.order_items i WHERE i.order_id = t.order_id AND i.ticket_type_id = t.ticket_type_id;
-- Which pools draw on what a type sells is counted by the functions of schema boxoffice; the door's new question has a zone.
DROP FUNCTION IF EXISTS boxoffice.scan(uuid, uuid, uuid, text, text);
