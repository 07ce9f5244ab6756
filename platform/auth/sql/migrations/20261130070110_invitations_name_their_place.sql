-- The event or venue an invitation is for, by the name it had then; empty for a whole organization. Filled by whoever owns the place.
ALTER TABLE public.invitations ADD COLUMN place text NOT NULL DEFAULT '' CHECK (length(place) <= 500);
-- Its answer gains columns; the function's file makes it anew.
DROP FUNCTION IF EXISTS auth.invitation(bytea);
