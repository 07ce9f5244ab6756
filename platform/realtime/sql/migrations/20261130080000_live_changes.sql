-- What of the log the live pages may read: tables are added by their owners, with the few columns that say which
-- page a change belongs to. No name, address or code ever leaves by it.
CREATE PUBLICATION callboard_live WITH (publish = 'insert, update, delete, truncate');

-- A sign-in that ends and a grant that changes end what they allowed.
ALTER PUBLICATION callboard_live ADD TABLE auth.sessions (id), public.user_roles (id, user_id);
