-- All of it travels in every access token.
ALTER TABLE auth.users ADD CONSTRAINT users_raw_user_meta_data_size CHECK (octet_length(raw_user_meta_data::text) <= 4096);
