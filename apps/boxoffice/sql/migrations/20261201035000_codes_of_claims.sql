-- Its arguments are arrays now.
DROP FUNCTION IF EXISTS boxoffice.lock_codes_of_claims(jsonb);
