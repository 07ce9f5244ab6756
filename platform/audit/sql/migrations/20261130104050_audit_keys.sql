-- A program acts with a key; its rows name the key, whose own row in the audit names who made it.
ALTER TABLE audit.events ADD COLUMN key_id uuid;
