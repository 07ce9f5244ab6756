//! Hears of changed rows: from PostgreSQL's log, or by asking where the log cannot be read.
//!
//! One temporary slot per program: it dies with its session, so that no crash can make the server keep its log for
//! ever. What was missed meanwhile is made good by looking at everything again. The log bypasses grants and row level
//! security; it is read by a login of its own, through a publication that carries ids alone, and nothing of it is
//! passed on: sources read the database again as whoever may see it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use pgwire_replication::PgWireError;
use pgwire_replication::client::{ReplicationClient, ReplicationEvent};
use pgwire_replication::config::{ReplicationConfig, TlsConfig};
use platform_types::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::sync::mpsc;

use crate::hub::Live;
use crate::settle::{Committed, settle};
use crate::source::Reach;
use crate::topic::{Changed, Topic};
use crate::watched::{PERSON, SESSION, Watched};

/// How changes are heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Not yet; in words.
    Starting(String),
    /// From the log.
    Streaming,
    /// By asking again and again; why, in words.
    Asking(String),
}

/// Where the log is read.
#[derive(Clone, Debug)]
pub struct LogAddress {
    options: PgConnectOptions,
    password: SecretString,
}

/// What the log may take; its changes are ids.
const LARGEST_MESSAGE: usize = 1 << 20;
/// The publication of `sql/migrations`.
const PUBLICATION: &str = "callboard_live";
/// How long a failed session waits before the next, at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// Transactions that touched what is followed and cannot be seen yet; beyond it everything is looked at again.
const MOST_UNSEEN: usize = 10_000;
/// The server says that it is there every half minute (half of `wal_sender_timeout`).
const SILENCE: Duration = Duration::from_secs(90);
/// Of so many turns of asking one asks again who may follow what.
const TURNS_OF_GRANTS: u32 = 10;
/// How soon a server that has no readable log is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(60);

impl LogAddress {
    /// As the login that may read the log, past any pooler. Without a password where the socket's directory is the guard.
    pub fn new(options: PgConnectOptions, password: Option<&str>) -> Self {
        Self { options, password: SecretString::from(password.unwrap_or_default()) }
    }

    fn config(&self, slot: &str) -> Result<ReplicationConfig, End> {
        let options = &self.options;
        let database = options.get_database().unwrap_or_else(|| options.get_username());
        let (user, password) = (options.get_username(), self.password.expose_secret());
        let host = options.get_host();
        let directory = options.get_socket().cloned().or_else(|| host.starts_with('/').then(|| PathBuf::from(host)));
        let config = match directory {
            Some(directory) => {
                ReplicationConfig::unix(directory.to_string_lossy(), options.get_port(), user, password, database, slot, PUBLICATION)
            }
            None => {
                let near = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
                if !near && !matches!(options.get_ssl_mode(), PgSslMode::Disable) {
                    return Err(End::NotHere(
                        "the log of a database on another machine is read without TLS only, with sslmode=disable in database.direct_url"
                            .to_owned(),
                    ));
                }
                ReplicationConfig::new(host, user, password, database, slot, PUBLICATION)
                    .with_port(options.get_port())
                    .with_tls(TlsConfig::disabled())
            }
        };
        Ok(config.with_max_message_size(LARGEST_MESSAGE).with_buffer_size(1024).with_application_name("callboard live"))
    }
}

/// Why a session ended.
#[derive(Debug)]
enum End {
    /// This server has no log that we could read.
    NotHere(String),
    /// Something broke; try again.
    Broken(String),
}

impl From<PgWireError> for End {
    fn from(error: PgWireError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl Live {
    /// How changes are heard of now.
    pub fn feed(&self) -> Feed {
        self.0.feed.borrow().clone()
    }

    /// Sockets that are open.
    pub fn sockets(&self) -> usize {
        self.0.places.count()
    }

    /// Hears of changes for as long as it is polled, or until the sockets are closed.
    pub async fn run(&self, log: LogAddress) {
        let stop = self.0.stop.clone();
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.read_logs(&log) => {}
            () = self.ask() => {}
        }
    }

    async fn read_logs(&self, log: &LogAddress) {
        let mut failures = 0_u32;
        loop {
            let pause = match self.read_log(log, &mut failures).await {
                End::NotHere(why) => {
                    self.note(Feed::Asking(why));
                    ASK_AGAIN
                }
                End::Broken(why) => {
                    let pause = Duration::from_millis(200 << failures.min(7)).min(LONGEST_PAUSE);
                    failures += 1;
                    self.note(Feed::Asking(format!("the log cannot be read at the moment: {why}")));
                    pause
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Says it once in the log when it changes.
    fn note(&self, feed: Feed) {
        self.0.feed.send_if_modified(|now| {
            let other = *now != feed;
            if other {
                match &feed {
                    Feed::Streaming => tracing::info!("live pages hear of changes from the database's log"),
                    Feed::Starting(why) => tracing::info!(why, "live pages wait for the database's log; it is asked meanwhile"),
                    Feed::Asking(why) => tracing::warn!(why, "live pages ask the database again and again"),
                }
                now.clone_from(&feed);
            }
            other
        });
    }

    async fn read_log(&self, log: &LogAddress, failures: &mut u32) -> End {
        match self.session(log, failures).await {
            Ok(()) => End::Broken("the server ended the session".to_owned()),
            Err(end) => end,
        }
    }

    async fn session(&self, log: &LogAddress, failures: &mut u32) -> Result<(), End> {
        let mut watched = Watched::new(&self.0.sources);
        let slot = format!("callboard_live_{:016x}", u64::from_be_bytes(self.0.entropy.bytes()));
        let mut client = ReplicationClient::connect_gated(log.config(&slot)?).await?;
        self.check(&mut client, &watched).await?;
        // A slot starts when every transaction that writes now has ended.
        self.note(Feed::Starting("the log can be followed from the moment on when transactions under way have ended".to_owned()));
        client.simple_query(&format!("CREATE_REPLICATION_SLOT \"{slot}\" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT")).await?;
        client.start().await?;
        client.wait_started().await?;
        *failures = 0;
        self.note(Feed::Streaming);
        self.missed_something();
        let (settled, committed) = mpsc::channel(MOST_UNSEEN);
        tokio::select! {
            outcome = self.follow(&mut client, &mut watched, settled) => outcome,
            () = settle(self, committed) => Ok(()),
        }
    }

    /// Decodes and hands on; nothing here waits for anybody but the server.
    async fn follow(&self, client: &mut ReplicationClient, watched: &mut Watched, settled: mpsc::Sender<Committed>) -> Result<(), End> {
        let mut changed = Changed::default();
        let mut this = 0;
        loop {
            let heard =
                tokio::time::timeout(SILENCE, client.recv()).await.map_err(|_| End::Broken("the server says nothing".to_owned()))?;
            let Some(event) = heard? else { return Ok(()) };
            match event {
                ReplicationEvent::Begin { xid, .. } => (changed, this) = (Changed::default(), xid),
                ReplicationEvent::XLogData { data, .. } => watched.note(&data, &mut changed).map_err(|e| End::Broken(e.to_string()))?,
                ReplicationEvent::Commit { end_lsn, .. } => {
                    let changed = std::mem::take(&mut changed);
                    // Also what nobody follows yet: who comes before it can be seen looks too early.
                    if !changed.is_empty() && settled.try_send(Committed { xid: this, changed }).is_err() {
                        return Err(End::Broken("changes come faster than they can be looked at".to_owned()));
                    }
                    client.update_applied_lsn(end_lsn);
                }
                ReplicationEvent::KeepAlive { wal_end, .. } => client.update_applied_lsn(wal_end),
                ReplicationEvent::Message { .. } | ReplicationEvent::StoppedAt { .. } => {}
            }
        }
    }

    /// Whether this server's log can be read at all: said in words instead of failing later.
    async fn check(&self, client: &mut ReplicationClient, watched: &Watched) -> Result<(), End> {
        const ASKED: &str =
            "SELECT current_setting('wal_level'), (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user)";
        let rows = client.simple_query(ASKED).await?;
        let said = |row: usize, column: usize| rows.get(row).and_then(|r| r.get(column)).and_then(Option::as_deref).unwrap_or_default();
        if said(0, 0) != b"logical" {
            return Err(End::NotHere("wal_level is not logical: set it and restart PostgreSQL".to_owned()));
        }
        if said(0, 1) != b"t" {
            return Err(End::NotHere(
                "the login callboard_replicator may not read the log: ALTER ROLE callboard_replicator REPLICATION".to_owned(),
            ));
        }
        let tables = client
            .simple_query(&format!("SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = '{PUBLICATION}'"))
            .await?;
        let carried = |table: &str| tables.iter().any(|row| row.first().and_then(Option::as_deref) == Some(table.as_bytes()));
        match watched.tables().find(|table| !carried(table)) {
            Some(table) => Err(End::NotHere(format!("the publication {PUBLICATION} does not carry {table}: run `callboard migrate`"))),
            None => Ok(()),
        }
    }

    /// Asks while nothing is heard from the log.
    async fn ask(&self) {
        let mut marks = HashMap::new();
        let mut turns = 0_u32;
        let mut turn = tokio::time::interval(self.0.settings.ask_every);
        turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            turn.tick().await;
            if self.feed() == Feed::Streaming {
                marks.clear();
                continue;
            }
            self.ask_once(&mut marks).await;
            // Grants are rows of many; sign-ins are asked for along with them.
            turns = turns.wrapping_add(1);
            if turns.is_multiple_of(TURNS_OF_GRANTS) {
                let mut changed = Changed::default();
                changed.all_of(SESSION);
                changed.all_of(PERSON);
                self.heard(&changed);
            }
        }
    }

    async fn ask_once(&self, marks: &mut HashMap<Topic, String>) {
        let mut changed = Changed::default();
        for (kind, source) in self.0.sources.iter() {
            let ids = self.followed(kind);
            if source.reach() == Reach::Public || ids.is_empty() {
                // Looked at again; what is as it was is not sent again.
                for id in ids {
                    changed.one(Topic { kind, id });
                }
                continue;
            }
            match source.marks(&ids).await {
                Ok(now) => {
                    for (id, mark) in now {
                        let topic = Topic { kind, id };
                        // The first look says nothing of what was before: pages compare marks, too.
                        if marks.insert(topic, mark.clone()).as_ref() != Some(&mark) {
                            changed.one(topic);
                        }
                    }
                }
                Err(fault) => tracing::warn!(kind, error = %fault.context().unwrap_or_default(), "followed topics could not be asked for"),
            }
        }
        marks.retain(|topic, _| self.is_followed(*topic));
        self.heard(&changed);
    }
}
