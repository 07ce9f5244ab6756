//! The composed house without a socket.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use callboard::whole::{Parts, Whole};
use payment_simulator::{Simulator, SimulatorConfig};
use platform_auth::SecretToken;
use platform_auth_testing::House;
use platform_config::{Config, Sources};
use platform_types::{Actor, ActorKind, Entropy, SecretString};
use sqlx::{AssertSqlSafe, Row};

use platform_http_testing::Browser;

const KEY: &str = "sk_test_sweeps";

/// The house that `serve` would answer with, over a fresh database and a simulator of its own.
pub struct Site {
    pub house: House,
    pub whole: Whole,
    browsers: AtomicU32,
    _folder: tempfile::TempDir,
    _stop: tokio::sync::oneshot::Sender<()>,
}

/// Settings that differ from the usual.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub settings: Vec<(&'static str, String)>,
    pub tls: Option<(Vec<u8>, Vec<u8>)>,
}

impl Wish {
    /// Allowances that no test reaches by accident.
    pub fn roomy() -> Self {
        let many = |key| (key, "1000000".to_owned());
        let settings = [
            "limits.auth_per_minute",
            "limits.buy_per_minute",
            "limits.buy_per_address",
            "limits.browse_per_minute",
            "limits.write_per_minute",
            "limits.scan_per_minute",
            "limits.key_per_minute",
        ];
        Self { settings: settings.map(many).to_vec(), tls: None }
    }

    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        self.settings.retain(|(known, _)| *known != key);
        self.settings.push((key, value.to_owned()));
        self
    }
}

impl Site {
    pub async fn new() -> Self {
        Self::wished(Wish::roomy()).await
    }

    pub async fn wished(wish: Wish) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let house = House::new().await;
        let folder = tempfile::tempdir().unwrap();
        let simulator = Simulator::start(SimulatorConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: None,
            data_dir: folder.path().join("payments"),
            secret_key: SecretString::from(KEY),
            webhook: None,
            clock: house.clock.clone(),
            entropy: Entropy::from_os(),
        })
        .await
        .unwrap();
        let base = format!("http://{}", simulator.address());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        tokio::spawn(simulator.serve(async {
            stopped.await.ok();
        }));
        let mut flags = vec![
            ("server.listen", "127.0.0.1:8080".to_owned(), "test"),
            ("server.public_url", "http://callboard.test".to_owned(), "test"),
            ("payments.api_base", base.clone(), "test"),
            ("payments.page_origin", base, "test"),
            ("keys.master_key", "7f".repeat(32), "test"),
            // What a second factor opens has tests of its own; here everybody signs in once.
            ("sign_in.second_factor", "nobody".to_owned(), "test"),
        ];
        flags.extend(wish.settings.iter().map(|(key, value)| (*key, value.clone(), "test")));
        let config = Config::load(&Sources { flags, ..Sources::default() }).unwrap();
        let whole = Whole::compose(Parts {
            config,
            folder: folder.path().to_owned(),
            database: house.test_db.door_options(),
            clock: house.clock.clone(),
            entropy: Entropy::from_os(),
            simulator: (SecretString::from(KEY), SecretString::from("whsec_sweeps")),
            tls: wish.tls,
        })
        .await
        .unwrap();
        Self { house, whole, browsers: AtomicU32::new(0), _folder: folder, _stop: stop }
    }

    /// Nobody's browser.
    pub fn browser(&self) -> Browser {
        // Each from another address: what one address may do is counted, and tested where it is meant.
        let n = self.browsers.fetch_add(1, Ordering::Relaxed);
        Browser::new(&self.whole.router, "callboard.test").at(&format!("198.18.{}.{}", n / 250, n % 250 + 1))
    }

    /// The browser of somebody who is signed in: a session as sign-in makes it.
    pub async fn signed_in(&self, actor: &Actor) -> Browser {
        let ActorKind::User { id, .. } = actor.kind else { panic!("{actor:?} cannot sign in") };
        let cookie = SecretToken::new(&self.house.entropy);
        let session = self.house.entropy.uuid_v7(self.house.clock.now());
        let mut tx = self.house.db.as_system("test").await.unwrap();
        sqlx::query("INSERT INTO auth.sessions (id, user_id, not_after, amr) VALUES ($1, $2, clock.now() + interval '1 day', '[]')")
            .bind(session)
            .bind(id.0)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("INSERT INTO auth.session_cookies (hash, session_id) VALUES ($1, $2)")
            .bind(&cookie.hash()[..])
            .bind(session)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let browser = self.browser();
        browser.keep("callboard-session", cookie.expose());
        browser
    }

    /// The text of the newest mail to this address.
    pub async fn mail(&self, to: &str) -> String {
        let mut tx = self.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT text_body FROM notify.messages WHERE to_address = $1 ORDER BY created_at DESC, id DESC LIMIT 1")
            .bind(to)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    }

    /// The path that the newest mail's link leads to.
    pub async fn link(&self, to: &str) -> String {
        let mail = self.mail(to).await;
        let line = mail.lines().find(|l| l.starts_with("http://callboard.test/")).unwrap_or_else(|| panic!("no link in {mail}"));
        line.trim_start_matches("http://callboard.test").to_owned()
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.house.clock.advance(chrono::Duration::seconds(seconds));
    }

    /// Every action in the audit, in order.
    pub async fn audited(&self) -> Vec<String> {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar("SELECT action FROM audit.events ORDER BY id").fetch_all(&mut admin).await.unwrap()
    }

    /// Writes as the administrator.
    pub async fn sql(&self, sql: &str) {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut admin).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    /// One text, read as the administrator.
    pub async fn text(&self, sql: &str) -> String {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, String>(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// One digest per table of what people work with: what differs was changed.
    pub async fn state(&self) -> BTreeMap<String, String> {
        let mut admin = self.house.test_db.connect(None).await;
        let tables = sqlx::query(
            "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND (n.nspname IN ('public', 'notify') OR c.oid::regclass::text IN
               ('auth.users', 'auth.identities', 'auth.one_time_tokens', 'auth.scopes', 'auth.scope_edges', 'jobs.outbox', 'audit.events'))",
        )
        .fetch_all(&mut admin)
        .await
        .unwrap();
        let mut state = BTreeMap::new();
        for row in tables {
            let name: String = row.get("name");
            let sql = format!("SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {name} t");
            let digest: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap();
            state.insert(name, digest);
        }
        state
    }
}

/// The tables that differ.
pub fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    after.iter().filter(|(name, digest)| before.get(*name) != Some(digest)).map(|(name, _)| name.clone()).collect()
}
