-- A code that is typed at the door is looked for in every event, so that a ticket of another evening reads as that.
CREATE INDEX tickets_human_code ON public.tickets (human_code);
