//! The cluster as its callers see it.

use std::path::Path;
use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use tokio::sync::{Mutex, watch};

use super::account::Account;
use super::binaries::Server;
use super::error::ClusterError as E;
use super::house::{Existing, House};
use super::launch::{self, Plan};
use super::postmaster::Postmaster;
use super::{ADMIN, ClusterConfig, ClusterError, PORT, Tools, initialize, sockets};

/// A private PostgreSQL that runs. Clones are the same cluster.
#[derive(Clone, Debug)]
pub struct Cluster(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub plan: Plan,
    pub adopted: bool,
    /// Held while the postmaster is started, watched or stopped. `None` after a stop.
    pub postmaster: Mutex<Option<Postmaster>>,
    pub state: watch::Sender<ClusterState>,
}

/// What the postmaster is doing, for health pages and tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterState {
    /// Before the first start.
    Starting,
    /// It answers.
    Running {
        /// The postmaster.
        pid: i32,
    },
    /// It died and is being started again.
    Restarting {
        /// Counts from 1 since it last ran.
        attempt: u32,
        /// Why it is down.
        reason: String,
    },
    /// [`Cluster::stop`] was called.
    Stopping,
    /// It is down for good.
    Stopped,
}

impl Cluster {
    /// Makes the cluster if there is none, then adopts or starts its postmaster.
    ///
    /// # Errors
    /// [`ClusterError`]; its messages say what to do.
    pub async fn start(config: ClusterConfig) -> Result<Self, ClusterError> {
        let plan = prepare(config).await?;
        let (state, watching) = watch::channel(ClusterState::Starting);
        let (postmaster, adopted) = launch::obtain(&plan, &watching).await?;
        Ok(Self::running(plan, postmaster, adopted, state))
    }

    /// The cluster, if one runs in this data directory; starts and makes nothing.
    ///
    /// # Errors
    /// [`ClusterError`], also when a server has the data directory.
    pub async fn find(config: ClusterConfig) -> Result<Option<Self>, ClusterError> {
        if Existing::look(&config.data_dir)?.is_none() {
            return Ok(None);
        }
        let plan = prepare(config).await?;
        let (state, watching) = watch::channel(ClusterState::Starting);
        let found = launch::adopt(&plan, &watching).await?;
        Ok(found.map(|postmaster| Self::running(plan, postmaster, true, state)))
    }

    fn running(plan: Plan, postmaster: Postmaster, adopted: bool, state: watch::Sender<ClusterState>) -> Self {
        state.send_replace(ClusterState::Running { pid: postmaster.pid });
        tracing::info!(
            pid = postmaster.pid, adopted, major = plan.server.major, account = plan.account.name,
            data = %plan.house.cluster.display(), "database ready"
        );
        Self(Arc::new(Inner { plan, adopted, postmaster: Mutex::new(Some(postmaster)), state }))
    }

    /// Whether the postmaster was left by a server that was killed.
    pub fn was_adopted(&self) -> bool {
        self.0.adopted
    }

    /// The data directory, canonical.
    pub fn data_dir(&self) -> &Path {
        &self.0.plan.house.data_dir
    }

    /// The folder with the socket.
    pub fn socket_dir(&self) -> &Path {
        &self.0.plan.socket_dir
    }

    /// What PostgreSQL writes.
    pub fn log(&self) -> &Path {
        &self.0.plan.house.log
    }

    /// PostgreSQL's major version.
    pub fn major(&self) -> u32 {
        self.0.plan.server.major
    }

    /// The account PostgreSQL runs as.
    pub fn account(&self) -> &str {
        &self.0.plan.account.name
    }

    /// The postmaster's state as it changes.
    pub fn watch(&self) -> watch::Receiver<ClusterState> {
        self.0.state.subscribe()
    }

    /// How a login reaches a database here. No login needs a password, see the module's
    /// `initialize`.
    pub fn options(&self, user: &str, database: &str) -> PgConnectOptions {
        launch::options(&self.0.plan, user, database)
    }

    /// How the superuser reaches a database here.
    pub fn admin_options(&self, database: &str) -> PgConnectOptions {
        self.options(ADMIN, database)
    }

    /// The same as a URL that both libpq and sqlx read.
    pub fn url(&self, user: &str, database: &str) -> String {
        let dir = encoded(self.socket_dir().as_os_str().as_encoded_bytes());
        let (user, database) = (encoded(user.as_bytes()), encoded(database.as_bytes()));
        format!("postgres://{user}@localhost:{PORT}/{database}?host={dir}")
    }

    /// PostgreSQL's own programs, of the version that made this cluster.
    pub fn tools(&self) -> Tools {
        Tools::new(self.0.plan.server.clone())
    }

    /// From now on a commit is answered when the reader of the log with this `application_name` has it on its disk too;
    /// none: when it is on ours. A restart of the database begins with none.
    ///
    /// # Errors
    /// [`ClusterError::Database`] when the running cluster does not answer.
    pub async fn commits_wait_for(&self, reader: Option<&str>) -> Result<(), ClusterError> {
        // Held, so that the database is not started again with other settings meanwhile.
        let _held = self.0.postmaster.lock().await;
        launch::waits_for(&self.0.plan, reader).await
    }

    /// Ends the cluster and waits for it: sessions end, what is committed is on disk.
    ///
    /// # Errors
    /// [`ClusterError::Stop`] when it does not end.
    pub async fn stop(&self) -> Result<(), ClusterError> {
        self.0.state.send_replace(ClusterState::Stopping);
        let mut held = self.0.postmaster.lock().await;
        if let Some(mut postmaster) = held.take() {
            postmaster.stop(&self.0.plan.house.log).await?;
            sockets::remove(&self.0.plan.socket_dir, self.0.plan.config.socket_dir.is_some());
        }
        self.0.state.send_replace(ClusterState::Stopped);
        Ok(())
    }
}

/// Settles who, with what and where, and makes the cluster if there is none.
async fn prepare(config: ClusterConfig) -> Result<Plan, ClusterError> {
    let existing = Existing::look(&config.data_dir)?;
    let account = Account::choose(config.run_as.as_deref(), existing.map(|e| e.owner))?;
    let made_by = existing.map(|e| e.made_by);
    let server = Server::find(config.pg_bin.as_deref(), &config.data_dir, made_by)?;
    let house = House::open(&config.data_dir, &account, &server).await?;
    let socket_dir = sockets::prepare(config.socket_dir.as_deref(), &house.data_dir, &account, &server).await?;
    // Looked at again under the lock: another server may have made it meanwhile.
    match Existing::look(&house.data_dir)? {
        Some(found) if found.owner != account.uid => {
            let owner = super::account::name_of(found.owner);
            return Err(E::ForeignData { path: house.cluster, owner, account: account.name });
        }
        Some(_) => {}
        None => {
            tracing::info!(major = server.major, data = %house.cluster.display(), "making a new database cluster");
            initialize::initialize(&house, &account, &server, config.durable).await?;
        }
    }
    Ok(Plan { config, account, server, house, socket_dir })
}

/// Percent-encoded for a URL, slashes kept.
fn encoded(bytes: &[u8]) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    bytes.iter().fold(
        String::new(),
        |out, &b| {
            if keep(b) { out + char::from(b).encode_utf8(&mut [0; 4]) } else { out + &format!("%{b:02X}") }
        },
    )
}
