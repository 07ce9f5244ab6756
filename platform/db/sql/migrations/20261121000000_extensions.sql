-- Trusted extensions: the database's owner may create them (PostgreSQL 13 and newer).
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
