//! One transaction per door, under the caller's own role.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use platform_types::{Actor, ActorKind, Clock, open_tx};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, SqlSafeStr, Transaction};

use crate::{DbError, logins};

/// A narrow door with its own login and its own policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Pools and holds: who gets how much of what is scarce.
    Claims,
    /// All that money causes: states of orders, tickets, payments, journals.
    Sales,
    /// Keys and secrets at rest.
    Vault,
}

impl Service {
    /// Every service door.
    pub const ALL: [Self; 3] = [Self::Claims, Self::Sales, Self::Vault];

    /// The login behind the door.
    pub fn login(self) -> &'static str {
        match self {
            Self::Claims => logins::CLAIMS,
            Self::Sales => logins::SALES,
            Self::Vault => logins::VAULT,
        }
    }
}

/// How to reach the database. `base` names host, port and database; each door adds its login.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// Where; user and password are replaced per door. May be a pooler in transaction mode.
    pub base: PgConnectOptions,
    /// Passwords by login; none where the socket's directory is the guard.
    pub passwords: BTreeMap<&'static str, String>,
    /// Connections of the largest pool; the others are a fraction of it.
    pub connections: u32,
    /// How long a request waits for a free connection before it is told to come back.
    pub acquire_timeout: Duration,
}

impl DbOptions {
    /// Options for one login.
    pub fn login(&self, login: &'static str) -> PgConnectOptions {
        let options = self.base.clone().username(login).application_name(login);
        match self.passwords.get(login) {
            Some(password) => options.password(password),
            None => options,
        }
    }
}

/// The doors. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    clock: Clock,
    app: PgPool,
    system: PgPool,
    claims: PgPool,
    sales: PgPool,
    vault: PgPool,
}

impl Db {
    /// Makes the pools; connections are opened when first needed.
    pub fn new(options: &DbOptions, clock: Clock) -> Self {
        let pool = |login: &'static str, connections: u32| {
            PgPoolOptions::new()
                .max_connections(connections.max(1))
                .acquire_timeout(options.acquire_timeout)
                .idle_timeout(Duration::from_secs(300))
                // A ping per acquire costs a round trip; only connections that lay idle are asked.
                .test_before_acquire(false)
                .before_acquire(|connection, meta| {
                    Box::pin(
                        async move { if meta.idle_for > Duration::from_secs(1) { Ok(connection.ping().await.is_ok()) } else { Ok(true) } },
                    )
                })
                .connect_lazy_with(options.login(login))
        };
        let n = options.connections;
        Self(Arc::new(Inner {
            clock,
            app: pool(logins::APP, n),
            system: pool(logins::SYSTEM, n / 4),
            claims: pool(logins::CLAIMS, n / 4),
            sales: pool(logins::SALES, n / 2),
            vault: pool(logins::VAULT, 1),
        }))
    }

    /// The clock that stamps every transaction.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Reads and ordinary writes, under the caller's own role: `authenticated` for a signed-in
    /// person, `anon` for everybody else. A system actor belongs at [`Db::as_system`].
    pub async fn as_actor(&self, actor: &Actor) -> Result<Tx, DbError> {
        let role = role_of(actor);
        self.open(&self.0.app, Some(role), &Claims::of(actor, role)).await
    }

    /// A read-only transaction under the caller's own role: PostgreSQL refuses a write.
    pub async fn read(&self, actor: &Actor) -> Result<Tx, DbError> {
        let role = role_of(actor);
        self.begin("BEGIN READ ONLY;", &self.0.app, Some(role), &Claims::of(actor, role)).await
    }

    /// Work of the house itself (jobs, imports, set-up), with the reason it is opened for.
    /// Its writes carry the reason in the audit.
    pub async fn as_system(&self, why: &'static str) -> Result<Tx, DbError> {
        tracing::debug!(why, "system door opened");
        let claims = Claims::of(&Actor::system(why), "service_role");
        self.open(&self.0.system, Some("service_role"), &claims).await
    }

    /// A narrow service door; `actor` is who it acts for.
    pub async fn as_service(&self, service: Service, actor: &Actor) -> Result<Tx, DbError> {
        self.open(self.pool_of(service), None, &Claims::of(actor, service.login())).await
    }

    fn pool_of(&self, service: Service) -> &PgPool {
        match service {
            Service::Claims => &self.0.claims,
            Service::Sales => &self.0.sales,
            Service::Vault => &self.0.vault,
        }
    }

    /// Calls a function of one `jsonb` argument behind a narrow service door: a transaction of its own that is committed when
    /// its rows are here, in one round trip instead of three. For what is called a thousand times a second.
    ///
    /// # Errors
    /// Whatever PostgreSQL refuses; then nothing is written.
    pub async fn call(
        &self,
        service: Service,
        actor: &Actor,
        function: &'static str,
        argument: &serde_json::Value,
    ) -> Result<Vec<PgRow>, DbError> {
        let settings = self.settings(&Claims::of(actor, service.login()));
        // Statements sent together are one transaction (PostgreSQL, “Multiple Statements in a Simple Query”).
        let sql = format!("{settings};SELECT * FROM {function}({}::jsonb)", quote(&argument.to_string()));
        let mut rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(self.pool_of(service)).await?;
        // The first is that of the settings.
        rows.drain(..1.min(rows.len()));
        Ok(rows)
    }

    /// Whether PostgreSQL answers, for health checks.
    pub async fn ping(&self) -> Result<(), DbError> {
        let mut tx = self.as_actor(&Actor::anonymous()).await?;
        sqlx::query("SELECT 1").execute(&mut *tx).await?;
        Ok(())
    }

    /// Connections in use and idle, by door, for metrics.
    pub fn pool_sizes(&self) -> Vec<(&'static str, u32, usize)> {
        [("app", &self.0.app), ("system", &self.0.system), ("claims", &self.0.claims), ("sales", &self.0.sales), ("vault", &self.0.vault)]
            .into_iter()
            .map(|(name, pool)| (name, pool.size(), pool.num_idle()))
            .collect()
    }

    /// Waits for transactions under way, then closes every connection.
    pub async fn close(&self) {
        for pool in [&self.0.app, &self.0.claims, &self.0.sales, &self.0.system, &self.0.vault] {
            pool.close().await;
        }
    }

    /// Role and claims travel with `BEGIN` in one round trip.
    async fn open(&self, pool: &PgPool, role: Option<&'static str>, claims: &Claims) -> Result<Tx, DbError> {
        self.begin("BEGIN;", pool, role, claims).await
    }

    async fn begin(&self, begin: &'static str, pool: &PgPool, role: Option<&'static str>, claims: &Claims) -> Result<Tx, DbError> {
        let mut begin = String::from(begin);
        if let Some(role) = role {
            let _ = write!(begin, "SET LOCAL ROLE {role};");
        }
        begin.push_str(&self.settings(claims));
        let connection = pool.acquire().await?;
        // To its end, though nobody waits for it any more (a browser that is gone): sqlx takes back what has begun, but not what
        // is beginning, and the next to have the connection would find themselves within.
        let begun = tokio::spawn(Transaction::begin(connection, Some(AssertSqlSafe(begin).into_sql_str())));
        let inner = begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??;
        Ok(Tx { inner: Some(inner), after_commit: Vec::new(), _open: open_tx::enter() })
    }

    /// Who acts and what time it is, for one transaction.
    fn settings(&self, claims: &Claims) -> String {
        format!(
            "SELECT set_config('request.jwt.claims',{},true),set_config('callboard.now',{},true),set_config('callboard.actor',{},true)",
            quote(&claims.jwt.to_string()),
            quote(&self.0.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)),
            quote(&claims.actor.to_string()),
        )
    }
}

/// Under which role somebody's own statements run.
fn role_of(actor: &Actor) -> &'static str {
    match actor.kind {
        ActorKind::User { .. } | ActorKind::Key(_) => "authenticated",
        ActorKind::Anonymous | ActorKind::Guest(_) | ActorKind::System(_) => "anon",
    }
}

/// What row level security and the audit may know of the caller.
struct Claims {
    /// As Supabase writes them, so that `auth.uid()` and its kin work word for word.
    jwt: serde_json::Value,
    /// What the audit stamps: never read by policies.
    actor: serde_json::Value,
}

impl Claims {
    fn of(actor: &Actor, role: &'static str) -> Self {
        let mut jwt = serde_json::json!({ "role": role });
        let mut stamp = serde_json::json!({});
        match actor.kind {
            ActorKind::Anonymous => {}
            ActorKind::Guest(id) => {
                jwt["guest"] = serde_json::json!(id);
                stamp["guest"] = serde_json::json!(id);
            }
            ActorKind::User { id, session } => {
                jwt["sub"] = serde_json::json!(id);
                jwt["session_id"] = serde_json::json!(session);
                jwt["aal"] = serde_json::json!(if actor.second_factor { "aal2" } else { "aal1" });
                if let Some(ip) = actor.ip {
                    jwt["ip"] = serde_json::json!(ip);
                }
                if let Some(by) = actor.impersonator {
                    // RFC 8693, section 4.1: who acts is named beside whom it is about.
                    jwt["act"] = serde_json::json!({ "sub": by });
                }
                if actor.second_factor {
                    stamp["second_factor"] = serde_json::json!(true);
                }
                stamp["user"] = serde_json::json!(id);
            }
            ActorKind::Key(id) => {
                jwt["key"] = serde_json::json!(id);
                stamp["key"] = serde_json::json!(id);
            }
            ActorKind::System(why) => stamp["why"] = serde_json::json!(why),
        }
        if let Some(by) = actor.impersonator {
            stamp["impersonator"] = serde_json::json!(by);
        }
        if let Some(id) = actor.request_id {
            stamp["request"] = serde_json::json!(id);
        }
        if let Some(ip) = actor.ip {
            stamp["ip"] = serde_json::json!(ip);
        }
        Self { jwt, actor: stamp }
    }
}

/// An SQL literal; `standard_conforming_strings` is on since PostgreSQL 9.1 and the doors' logins pin it.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// One transaction behind a door. Rolls back when dropped.
pub struct Tx {
    inner: Option<Transaction<'static, Postgres>>,
    after_commit: Vec<Box<dyn FnOnce() + Send>>,
    /// No call to the outside while this lives: see `open_tx`.
    _open: open_tx::Guard,
}

impl Tx {
    /// Makes it last, then runs what waited for that.
    pub async fn commit(mut self) -> Result<(), DbError> {
        if let Some(inner) = self.inner.take() {
            inner.commit().await?;
        }
        for action in std::mem::take(&mut self.after_commit) {
            action();
        }
        Ok(())
    }

    /// Takes it back; dropping does the same, without waiting.
    pub async fn rollback(mut self) -> Result<(), DbError> {
        if let Some(inner) = self.inner.take() {
            inner.rollback().await?;
        }
        Ok(())
    }

    /// Runs `action` once the commit has succeeded; never otherwise.
    pub fn after_commit(&mut self, action: impl FnOnce() + Send + 'static) {
        self.after_commit.push(Box::new(action));
    }
}

impl Deref for Tx {
    type Target = PgConnection;
    #[expect(clippy::expect_used, reason = "only commit and rollback take the inner transaction, and both consume self")]
    fn deref(&self) -> &PgConnection {
        self.inner.as_ref().expect("a transaction is open until it is consumed")
    }
}

impl DerefMut for Tx {
    #[expect(clippy::expect_used, reason = "only commit and rollback take the inner transaction, and both consume self")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.inner.as_mut().expect("a transaction is open until it is consumed")
    }
}
