-- Who writes, where it is not the house itself: the name beside the house's own address.
ALTER TABLE notify.messages ADD COLUMN from_name text CHECK (from_name !~ '[[:cntrl:]]' AND length(from_name) BETWEEN 1 AND 200);
-- It takes one more argument now.
DROP FUNCTION IF EXISTS notify.queue(text, uuid, uuid, text, text, text, text, text, text, jsonb, boolean, timestamptz);
