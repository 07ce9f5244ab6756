//! A database per test: cloned from a template that is migrated once per state of the SQL.

#![expect(clippy::expect_used, reason = "a test that has no database stops here")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use platform_types::Clock;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use platform_db::migrate::{Bundle, prepare_database};
use platform_db::{Db, DbOptions, logins};

/// A fresh, migrated, empty database; dropped with this value.
pub struct TestDb {
    options: PgConnectOptions,
    name: String,
}

impl TestDb {
    /// Clones the template. Fails with what to do when no test server runs.
    pub async fn new() -> Self {
        let admin_url = admin_url();
        let bundle = Bundle::from_disk(&workspace_root()).expect("the checkout's SQL can be read");
        let template = format!("tpl_{}", &bundle.digest()[..16]);
        let options = PgConnectOptions::from_str(&admin_url).expect("the test server's address parses");
        let mut admin = PgConnection::connect_with(&options).await.expect("the test server answers (start it with `cargo xtask testdb`)");
        // One test process makes the template, the others wait for it.
        sqlx::query("SELECT pg_advisory_lock(7412003)").execute(&mut admin).await.expect("lock");
        let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1 AND datallowconn IS FALSE)")
            .bind(&template)
            .fetch_one(&mut admin)
            .await
            .expect("catalogue");
        if !exists {
            prepare_database(&admin_url, &template, &bundle).await.expect("the template migrates");
            sqlx::raw_sql(AssertSqlSafe(format!("ALTER DATABASE \"{template}\" ALLOW_CONNECTIONS false")))
                .execute(&mut admin)
                .await
                .expect("seal template");
        }
        sqlx::query("SELECT pg_advisory_unlock(7412003)").execute(&mut admin).await.expect("unlock");
        let unique: String =
            sqlx::query_scalar("SELECT replace(gen_random_uuid()::text, '-', '')").fetch_one(&mut admin).await.expect("name");
        let name = format!("t_{unique}");
        let clone = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" OWNER callboard_owner");
        sqlx::raw_sql(AssertSqlSafe(clone)).execute(&mut admin).await.expect("clone");
        sqlx::raw_sql(AssertSqlSafe(logins::admin_database_sql(&name))).execute(&mut admin).await.expect("grants");
        admin.close().await.ok();
        Self { options: options.database(&name), name }
    }

    /// The doors, under the given clock.
    pub fn db(&self, clock: Clock) -> Db {
        Db::new(&self.door_options(), clock)
    }

    /// What [`Db::new`] wants.
    pub fn door_options(&self) -> DbOptions {
        DbOptions { base: self.options.clone(), passwords: BTreeMap::new(), connections: 8, acquire_timeout: Duration::from_secs(20) }
    }

    /// A connection as any login, or as the administrator with `None`.
    pub async fn connect(&self, login: Option<&str>) -> PgConnection {
        let options = match login {
            Some(login) => self.options.clone().username(login),
            None => self.options.clone(),
        };
        PgConnection::connect_with(&options).await.expect("connect")
    }

    /// Waits until everything committed here so far lies below every open transaction of the server: those of other
    /// tests hold back what only looks at the settled past.
    pub async fn settled(&self) {
        let mut admin = self.connect(None).await;
        let last: String = sqlx::query_scalar("SELECT pg_current_xact_id()::text").fetch_one(&mut admin).await.expect("a number");
        let passed = "SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8";
        while !sqlx::query_scalar::<_, bool>(passed).bind(&last).fetch_one(&mut admin).await.expect("a horizon") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until somebody in this database waits for a lock that another holds.
    pub async fn until_one_waits(&self) {
        let mut admin = self.connect(None).await;
        let waits = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
        while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut admin).await.expect("the activity") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How an administrator reaches it: for a program under test that is given an existing server.
    pub fn admin_options(&self) -> PgConnectOptions {
        self.options.clone()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let options = self.options.clone().database("postgres");
        let name = self.name.clone();
        // Not on the test's runtime: it may be shutting down.
        let dropped = std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async move {
                if let Ok(mut admin) = PgConnection::connect_with(&options).await {
                    let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
                    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.ok();
                }
            });
        });
        dropped.join().ok();
    }
}

/// The checkout this crate was built in.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout exists")
}

fn admin_url() -> String {
    if let Ok(url) = std::env::var("CALLBOARD_TEST_ADMIN_URL") {
        return url;
    }
    let note = workspace_root().join("target/test-cluster.json");
    let text = std::fs::read_to_string(&note).expect("no test server: run `cargo xtask testdb` (bin/test does)");
    let value: serde_json::Value = serde_json::from_str(&text).expect("target/test-cluster.json is JSON");
    value["admin_url"].as_str().expect("target/test-cluster.json has admin_url").to_owned()
}
