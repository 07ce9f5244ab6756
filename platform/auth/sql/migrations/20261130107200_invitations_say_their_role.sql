-- Its answer gains the role's code, by which its name is told in the reader's language; the function's file makes it anew.
DROP FUNCTION IF EXISTS auth.invitation(bytea);
