-- A file goes from uploading to stored to deleted, and its row goes last: bytes without a row would lie in the store for ever.
CREATE OR REPLACE FUNCTION storage.files_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'deleted' THEN
      RAISE EXCEPTION 'file % is %; a row goes after its bytes', OLD.id, OLD.state USING ERRCODE = 'check_violation', CONSTRAINT = 'files_forwards', TABLE = 'files', SCHEMA = 'storage';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('uploading', 'stored'), ('uploading', 'deleted'), ('stored', 'deleted')) THEN
    RAISE EXCEPTION 'file % cannot become % again', OLD.id, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'files_forwards', TABLE = 'files', SCHEMA = 'storage';
  END IF;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION storage.files_forwards() TO callboard_owner, callboard_definer, service_role;
CREATE OR REPLACE TRIGGER files_forwards BEFORE UPDATE OF state OR DELETE ON storage.files FOR EACH ROW EXECUTE FUNCTION storage.files_forwards();

-- The first thing of an upload, in a transaction of its own. It gives nobody anything: what nothing refers to is swept.
CREATE OR REPLACE FUNCTION storage.start(file uuid, organization uuid, file_purpose text, file_name text, key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, storage, auth
AS $$ INSERT INTO storage.files (id, organization_id, purpose, name, form_key, created_by) VALUES (file, organization, file_purpose, file_name, key, auth.uid()) $$;
ALTER FUNCTION storage.start(uuid, uuid, text, text, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION storage.start(uuid, uuid, text, text, text) TO authenticated, service_role;

-- The store was asked to begin an upload in parts.
CREATE OR REPLACE FUNCTION storage.in_parts(file uuid, key text, upload text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, storage, auth
AS $$ UPDATE storage.files SET parts_key = key, parts_id = upload WHERE id = file AND state = 'uploading' AND created_by IS NOT DISTINCT FROM auth.uid() $$;
ALTER FUNCTION storage.in_parts(uuid, text, text) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION storage.in_parts(uuid, text, text) TO authenticated, service_role;

-- All bytes are there: the file is kept, in the transaction of what refers to it. The answer is the file to refer to: another one when
-- the same form brought the same bytes before; none when the upload took so long that it was given up.
CREATE OR REPLACE FUNCTION storage.keep(file uuid, kind text, bytes bigint, digest bytea, wide integer, high integer, made jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, storage, auth
AS $$
DECLARE
  kept uuid;
  given storage.files;
BEGIN
  SELECT * INTO given FROM storage.files f WHERE f.id = file AND f.state = 'uploading' AND f.created_by IS NOT DISTINCT FROM auth.uid();
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  BEGIN
    UPDATE storage.files f SET state = 'stored', content_type = kind, size_bytes = bytes, sha256 = digest, width = wide, height = high, variants = made,
        parts_key = NULL, parts_id = NULL
      WHERE f.id = file AND f.state = 'uploading' RETURNING f.id INTO kept;
    RETURN kept;
  EXCEPTION WHEN unique_violation THEN
    SELECT f.id INTO kept FROM storage.files f
      WHERE f.state = 'stored' AND f.organization_id = given.organization_id AND f.created_by IS NOT DISTINCT FROM given.created_by
        AND f.purpose = given.purpose AND f.form_key = given.form_key AND f.sha256 = digest;
    UPDATE storage.files f SET state = 'deleted' WHERE f.id = file;
    RETURN kept;
  END;
END $$;
ALTER FUNCTION storage.keep(uuid, text, bigint, bytea, integer, integer, jsonb) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION storage.keep(uuid, text, bigint, bytea, integer, integer, jsonb) TO authenticated, service_role;

-- An upload that came to nothing.
CREATE OR REPLACE FUNCTION storage.drop_upload(file uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, storage, auth
AS $$ UPDATE storage.files SET state = 'deleted' WHERE id = file AND state = 'uploading' AND created_by IS NOT DISTINCT FROM auth.uid() $$;
ALTER FUNCTION storage.drop_upload(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION storage.drop_upload(uuid) TO authenticated, service_role;

-- Somebody no longer refers to it. While anybody else does, the foreign keys hold it; whoever refers to it now waits, and finds it gone.
CREATE OR REPLACE FUNCTION storage.let_go(file uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, storage
AS $$
BEGIN
  UPDATE storage.files f SET state = 'deleted' WHERE f.id = file AND f.state = 'stored';
  RETURN FOUND;
EXCEPTION WHEN foreign_key_violation THEN
  RETURN false;
END $$;
ALTER FUNCTION storage.let_go(uuid) OWNER TO callboard_definer;
GRANT EXECUTE ON FUNCTION storage.let_go(uuid) TO authenticated, service_role;
