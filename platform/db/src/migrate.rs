//! Brings a database to the shape this program expects, and says whether it has it.
//!
//! Every crate that owns tables keeps them in its own `sql/`:
//!
//! | folder | what | when |
//! |---|---|---|
//! | `before/` | schemas and functions that table definitions need | re-applied when changed, first |
//! | `migrations/` | `<14 digits>_<name>.sql`, up only, one order for the whole house | once |
//! | `functions/` | functions and their triggers (`CREATE OR REPLACE`) with their grants | re-applied when changed |
//! | `views/` | views, in the order of their names | re-applied when changed |
//! | `policies/` | `<schema>.<table>.sql`: all grants and policies of one table | re-applied when changed |
//!
//! After that every table has row level security enabled and forced, and a generated policy for the
//! owner and `service_role` (a NOSUPERUSER owner under FORCE otherwise updates 0 rows and reports
//! success). A table commented `sealed` gives `service_role` nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::embedded;
use crate::logins::{DEFINER, OWNER};

/// All SQL of the house.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    before: Vec<File>,
    migrations: Vec<File>,
    functions: Vec<File>,
    views: Vec<File>,
    policies: Vec<File>,
}

/// One SQL file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The file's name without `.sql`.
    pub name: String,
    /// Its text.
    pub sql: String,
}

impl File {
    fn hash(&self) -> String {
        hex(&Sha256::digest(self.sql.as_bytes()))
    }
}

/// Why a database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Io {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Two files claim one place, or a file lies where none is expected.
    #[error("{0}")]
    Layout(String),
    /// A statement failed; nothing of its file was applied.
    #[error("{kind} {name} failed: {source}")]
    Statement {
        /// The folder.
        kind: &'static str,
        /// The file.
        name: String,
        /// Why.
        source: sqlx::Error,
    },
    /// A file that was applied has been changed since.
    #[error("migration {0} was changed after it had been applied; add a new one instead")]
    Changed(String),
    /// The database was made by a newer program.
    #[error(
        "the database has migration {0}, which this program does not know: it is older than the database; start the newer program, or restore a backup"
    )]
    FromTheFuture(String),
    /// The database lacks something this program needs.
    #[error("the database is behind this program ({0} steps, first {1}); run `callboard migrate`")]
    Behind(usize, String),
    /// The encoding cannot hold the world's names.
    #[error(transparent)]
    Encoding(#[from] embedded::ClusterError),
    /// Anything else the database says.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Migrations run now.
    pub migrations: Vec<String>,
    /// Functions, views and policies re-applied now.
    pub repeatables: Vec<String>,
}

const FOLDERS: [&str; 5] = ["before", "migrations", "functions", "views", "policies"];

impl Bundle {
    /// Reads every `sql/` folder of `platform/*`, `apps/*` and `integrations/*` below a checkout.
    pub fn from_disk(root: &Path) -> Result<Self, MigrateError> {
        let mut files = Vec::new();
        for group in ["platform", "apps", "integrations"] {
            for krate in read_dir(&root.join(group))? {
                for folder in FOLDERS {
                    let dir = krate.join("sql").join(folder);
                    if dir.is_dir() {
                        for path in read_dir(&dir)? {
                            let sql = std::fs::read_to_string(&path)
                                .map_err(|source| MigrateError::Io { path: path.display().to_string(), source })?;
                            let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
                            files.push((folder, name, sql));
                        }
                    }
                }
            }
        }
        Self::from_files(files.iter().map(|(f, n, s)| (*f, n.as_str(), s.as_str())))
    }

    /// From `(folder, name, text)`: what the server embeds.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Result<Self, MigrateError> {
        let mut sorted: BTreeMap<(String, String), String> = BTreeMap::new();
        for (folder, name, sql) in files {
            let key = (folder.to_owned(), name.to_owned());
            if sorted.insert(key, sql.to_owned()).is_some() {
                return Err(MigrateError::Layout(format!("two files are called {folder}/{name}.sql")));
            }
        }
        let mut bundle = Self::default();
        let mut versions = BTreeSet::new();
        for ((folder, name), sql) in sorted {
            let file = File { name, sql };
            match folder.as_str() {
                "before" => bundle.before.push(file),
                "migrations" => {
                    let version = file.name.split('_').next().unwrap_or_default().to_owned();
                    if version.len() != 14 || !version.bytes().all(|b| b.is_ascii_digit()) {
                        return Err(MigrateError::Layout(format!("migration {} does not start with 14 digits", file.name)));
                    }
                    if !versions.insert(version) {
                        return Err(MigrateError::Layout(format!("two migrations share the version of {}", file.name)));
                    }
                    bundle.migrations.push(file);
                }
                "functions" => bundle.functions.push(file),
                "views" => bundle.views.push(file),
                "policies" => {
                    if file.name.split('.').count() != 2 {
                        return Err(MigrateError::Layout(format!("policies/{}.sql is not named schema.table.sql", file.name)));
                    }
                    bundle.policies.push(file);
                }
                other => return Err(MigrateError::Layout(format!("unknown folder {other}"))),
            }
        }
        Ok(bundle)
    }

    /// A digest of everything: equal digests give equal databases.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for file in self.all() {
            hash.update(file.name.as_bytes());
            hash.update([0]);
            hash.update(file.sql.as_bytes());
            hash.update([0]);
        }
        hex(&hash.finalize())
    }

    /// Names of the migrations in order.
    pub fn migration_names(&self) -> impl Iterator<Item = &str> {
        self.migrations.iter().map(|f| f.name.as_str())
    }

    fn all(&self) -> impl Iterator<Item = &File> {
        [&self.before, &self.migrations, &self.functions, &self.views, &self.policies].into_iter().flatten()
    }

    /// Brings the database behind `owner` (a connection as [`OWNER`]) up to date. Safe to repeat and to run twice at once.
    pub async fn apply(&self, owner: &mut PgConnection, mut progress: impl FnMut(&str) + Send) -> Result<Applied, MigrateError> {
        embedded::refuse_other_encodings(owner).await?;
        sqlx::query("SELECT pg_advisory_lock(7412002)").execute(&mut *owner).await?;
        let outcome = self.apply_locked(owner, &mut progress).await;
        sqlx::query("SELECT pg_advisory_unlock(7412002)").execute(&mut *owner).await?;
        outcome
    }

    async fn apply_locked(&self, owner: &mut PgConnection, progress: &mut (impl FnMut(&str) + Send)) -> Result<Applied, MigrateError> {
        sqlx::raw_sql(BOOK).execute(&mut *owner).await?;
        let done: BTreeMap<String, String> = sqlx::query_as::<_, (String, String)>("SELECT name, hash FROM platform.migrations")
            .fetch_all(&mut *owner)
            .await?
            .into_iter()
            .collect();
        if let Some(unknown) = done.keys().find(|name| !self.migrations.iter().any(|f| f.name == **name)) {
            return Err(MigrateError::FromTheFuture(unknown.clone()));
        }
        let book: BTreeMap<(String, String), String> =
            sqlx::query_as::<_, (String, String, String)>("SELECT kind, name, hash FROM platform.repeatables")
                .fetch_all(&mut *owner)
                .await?
                .into_iter()
                .map(|(kind, name, hash)| ((kind, name), hash))
                .collect();
        let changed = |kind: &str, file: &File| book.get(&(kind.to_owned(), file.name.clone())) != Some(&file.hash());

        let mut applied = Applied::default();
        for file in self.before.iter().filter(|f| changed("before", f)) {
            progress(&file.name);
            run(owner, "before", file, &file.sql).await?;
            applied.repeatables.push(file.name.clone());
        }
        for file in &self.migrations {
            match done.get(&file.name) {
                Some(hash) if *hash == file.hash() => {}
                Some(_) => return Err(MigrateError::Changed(file.name.clone())),
                None => {
                    progress(&file.name);
                    run(owner, "migrations", file, &file.sql).await?;
                    applied.migrations.push(file.name.clone());
                }
            }
        }
        for (kind, files) in [("functions", &self.functions), ("views", &self.views)] {
            for file in files.iter().filter(|f| changed(kind, f)) {
                progress(&file.name);
                run(owner, kind, file, &with_definer_rights(&file.sql)).await?;
                applied.repeatables.push(file.name.clone());
            }
        }
        sqlx::raw_sql(FORCE_ROW_SECURITY).execute(&mut *owner).await?;
        // Before the policies too: the house's own book is under row level security from here on.
        sqlx::raw_sql(GENERATED_POLICIES).execute(&mut *owner).await?;
        for file in self.policies.iter().filter(|f| changed("policies", f)) {
            progress(&file.name);
            let (schema, table) = file.name.split_once('.').unwrap_or_default();
            let sql = format!("{}\n{}", forget_policies(schema, table), file.sql);
            run(owner, "policies", file, &sql).await?;
            applied.repeatables.push(file.name.clone());
        }
        sqlx::raw_sql(GENERATED_POLICIES).execute(&mut *owner).await?;
        Ok(applied)
    }

    /// Whether the database has exactly what this program expects; changes nothing.
    pub async fn check(&self, connection: &mut PgConnection) -> Result<(), MigrateError> {
        embedded::refuse_other_encodings(connection).await?;
        let known: bool = sqlx::query_scalar("SELECT to_regclass('platform.migrations') IS NOT NULL").fetch_one(&mut *connection).await?;
        if !known {
            return Err(MigrateError::Behind(self.migrations.len(), self.migrations.first().map(|f| f.name.clone()).unwrap_or_default()));
        }
        let done: BTreeSet<String> =
            sqlx::query_scalar("SELECT name FROM platform.migrations").fetch_all(&mut *connection).await?.into_iter().collect();
        if let Some(unknown) = done.iter().find(|name| !self.migrations.iter().any(|f| f.name == **name)) {
            return Err(MigrateError::FromTheFuture(unknown.clone()));
        }
        let missing: Vec<_> = self.migrations.iter().filter(|f| !done.contains(&f.name)).collect();
        match missing.first() {
            Some(first) => Err(MigrateError::Behind(missing.len(), first.name.clone())),
            None => Ok(()),
        }
    }
}

/// One file in one transaction, giving up a lock it waits for rather than stopping the house, then trying again.
async fn run(owner: &mut PgConnection, kind: &'static str, file: &File, sql: &str) -> Result<(), MigrateError> {
    const ATTEMPTS: u32 = 10;
    for attempt in 1..=ATTEMPTS {
        match run_once(owner, kind, file, sql).await {
            Ok(()) => return Ok(()),
            // 55P03: lock_not_available; 40P01: deadlock_detected
            Err(sqlx::Error::Database(e)) if attempt < ATTEMPTS && e.code().is_some_and(|c| c == "55P03" || c == "40P01") => {
                tokio::time::sleep(Duration::from_millis(200 * u64::from(attempt))).await;
            }
            Err(source) => return Err(MigrateError::Statement { kind, name: file.name.clone(), source }),
        }
    }
    Ok(())
}

async fn run_once(owner: &mut PgConnection, kind: &'static str, file: &File, sql: &str) -> Result<(), sqlx::Error> {
    let mut tx = owner.begin().await?;
    sqlx::raw_sql("SET LOCAL lock_timeout = '2s'; SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = warning")
        .execute(&mut *tx)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await?;
    if kind == "migrations" {
        sqlx::query("INSERT INTO platform.migrations (name, hash) VALUES ($1, $2)")
            .bind(&file.name)
            .bind(file.hash())
            .execute(&mut *tx)
            .await?;
    } else {
        sqlx::query("INSERT INTO platform.repeatables (kind, name, hash) VALUES ($1, $2, $3) ON CONFLICT (kind, name) DO UPDATE SET hash = excluded.hash, applied_at = now()")
            .bind(kind)
            .bind(&file.name)
            .bind(file.hash())
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}

/// A function can be given to the definer only where the definer may create; it may for this transaction.
fn with_definer_rights(sql: &str) -> String {
    if !sql.contains(DEFINER) {
        return sql.to_owned();
    }
    let each = |what: &str, to: &str| {
        format!(
            "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = '{OWNER}' OR nspname = 'public' LOOP EXECUTE format('{what} CREATE ON SCHEMA %I {to} {DEFINER}', s); END LOOP; END $$;"
        )
    };
    format!("{}\n{sql}\n;{}", each("GRANT", "TO"), each("REVOKE", "FROM"))
}

fn forget_policies(schema: &str, table: &str) -> String {
    format!(
        "DO $$ DECLARE p record; BEGIN
           FOR p IN SELECT polname FROM pg_policy WHERE polrelid = '{schema}.{table}'::regclass LOOP
             EXECUTE format('DROP POLICY %I ON {schema}.{table}', p.polname);
           END LOOP;
           FOR p IN SELECT DISTINCT acl.grantee::regrole::text AS role FROM pg_class t,
               LATERAL (SELECT * FROM aclexplode(t.relacl)
                        UNION ALL SELECT g.* FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = t.oid) acl
             WHERE t.oid = '{schema}.{table}'::regclass AND acl.grantee <> 0 AND acl.grantee <> t.relowner LOOP
             EXECUTE format('REVOKE ALL ON {schema}.{table} FROM %s', p.role);
           END LOOP;
         END $$;"
    )
}

/// Where the house's own book of changes is kept.
const BOOK: &str = "
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS platform;
CREATE TABLE IF NOT EXISTS platform.migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS platform.repeatables (kind text NOT NULL, name text NOT NULL, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (kind, name));
COMMENT ON TABLE platform.migrations IS 'owner: platform-db. Migrations applied.';
COMMENT ON TABLE platform.repeatables IS 'owner: platform-db. Functions, views and policies as last applied.';
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
RESET client_min_messages;
";

const FORCE_ROW_SECURITY: &str = "
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT c.oid::regclass AS name FROM pg_class c
           WHERE c.relkind IN ('r','p') AND pg_get_userbyid(c.relowner) = 'callboard_owner'
             AND NOT (c.relrowsecurity AND c.relforcerowsecurity) LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t.name);
  END LOOP;
END $$;
";

const GENERATED_POLICIES: &str = "
DO $$ DECLARE t record; sealed boolean; BEGIN
  FOR t IN SELECT c.oid, c.oid::regclass AS name, n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r','p') AND NOT c.relispartition AND pg_get_userbyid(c.relowner) = 'callboard_owner' LOOP
    sealed := coalesce(obj_description(t.oid, 'pg_class') LIKE '%; sealed%', false);
    IF NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = t.oid AND polname = 'callboard_owner_all') THEN
      EXECUTE format('CREATE POLICY callboard_owner_all ON %s TO callboard_owner USING (true) WITH CHECK (true)', t.name);
    END IF;
    IF NOT sealed AND NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = t.oid AND polname = 'callboard_service_role_all') THEN
      EXECUTE format('CREATE POLICY callboard_service_role_all ON %s TO service_role USING (true) WITH CHECK (true)', t.name);
    END IF;
    IF NOT sealed THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO service_role', t.name);
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO service_role', t.schema);
    END IF;
  END LOOP;
  FOR t IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relkind = 'S' AND pg_get_userbyid(c.relowner) = 'callboard_owner' LOOP
    EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO service_role', t.name);
  END LOOP;
END $$;
";

fn read_dir(dir: &Path) -> Result<Vec<std::path::PathBuf>, MigrateError> {
    let io = |source| MigrateError::Io { path: dir.display().to_string(), source };
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.is_dir() || path.extension().is_some_and(|e| e == "sql") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Makes `database` anew on a server where `admin_url` is an administrator, and applies everything. For tests and preparation.
pub async fn prepare_database(admin_url: &str, database: &str, bundle: &Bundle) -> Result<(), MigrateError> {
    use std::str::FromStr;
    let options = sqlx::postgres::PgConnectOptions::from_str(admin_url)?;
    let mut admin = PgConnection::connect_with(&options).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)"))).execute(&mut admin).await?;
    crate::logins::bootstrap(&mut admin, database, &BTreeMap::new()).await?;
    admin.close().await?;
    let mut owner = PgConnection::connect_with(&options.username(OWNER).database(database)).await?;
    bundle.apply(&mut owner, |_| {}).await?;
    owner.close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_into_one_order_and_clashes_are_refused() {
        let bundle = Bundle::from_files([("migrations", "20260102000000_b", "b"), ("migrations", "20260101000000_a", "a")]).unwrap();
        assert_eq!(bundle.migration_names().collect::<Vec<_>>(), ["20260101000000_a", "20260102000000_b"]);
        let same_version = Bundle::from_files([("migrations", "20260101000000_b", "b"), ("migrations", "20260101000000_a", "a")]);
        assert!(matches!(same_version, Err(MigrateError::Layout(_))));
        assert!(Bundle::from_files([("migrations", "1_a", "a")]).is_err());
        assert!(Bundle::from_files([("policies", "events", "a")]).is_err());
    }
}
