//! The database: the private cluster in the data folder, or the server that the settings name.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use platform_config::Config;
use platform_db::embedded::{ADMIN, Cluster, ClusterConfig, ClusterError, visit};
use platform_db::migrate::{Applied, Bundle};
use platform_db::{DbOptions, logins};
use platform_realtime::LogAddress;
use platform_types::{Entropy, ExposeSecret};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};

use crate::cli::Start;
use crate::failure::Failure;

/// The name of the database in the private cluster.
const DATABASE: &str = "callboard";

/// How long a request waits for its turn at the database. When a thousand buyers come at once the last of them
/// waits seconds on a small machine, and should hear “sold out”, not that the house is out of order. Below
/// `limits.request_seconds`.
const TURN: Duration = Duration::from_secs(20);

/// A database that answers.
pub(crate) struct Opened {
    /// The private cluster, when it is ours to stop.
    pub cluster: Option<Cluster>,
    /// Past any pooler, as an administrator where we have one.
    admin: PgConnectOptions,
    /// What the doors use.
    pub options: DbOptions,
    /// The same, past any pooler.
    direct: DbOptions,
}

impl Opened {
    /// Starts or finds the database; creates nothing in it.
    pub(crate) async fn open(start: &Start) -> Result<Self, Failure> {
        let config = &start.config;
        match &config.database.url {
            None => {
                let cluster = Cluster::start(ClusterConfig::new(&start.folder)).await?;
                let base = cluster.admin_options(DATABASE);
                let options = options(config, base.clone(), BTreeMap::new());
                Ok(Self { admin: base, direct: options.clone(), options, cluster: Some(cluster) })
            }
            Some(url) => {
                let pooled = parse(url.expose_secret())?;
                let direct = match &config.database.direct_url {
                    Some(url) => parse(url.expose_secret())?,
                    None => pooled.clone(),
                };
                let passwords = logins::passwords(&secret(&start.folder)?);
                Ok(Self {
                    cluster: None,
                    admin: direct.clone(),
                    options: options(config, pooled, passwords.clone()),
                    direct: options(config, direct, passwords),
                })
            }
        }
    }

    /// A server that runs already, reached the same way with and without a pooler.
    pub(crate) fn existing(options: DbOptions) -> Self {
        Self { cluster: None, admin: options.base.clone(), direct: options.clone(), options }
    }

    /// Like [`Opened::open`], but beside a server that runs in the same data folder its database is used, and
    /// left running.
    pub(crate) async fn open_beside(start: &Start) -> Result<Self, Failure> {
        match Self::open(start).await {
            Err(Failure::Cluster(ClusterError::InUse { .. })) => {
                let admin = visit(&start.folder).await?.username(ADMIN).database(DATABASE);
                let options = options(&start.config, admin.clone(), BTreeMap::new());
                Ok(Self { cluster: None, admin, direct: options.clone(), options })
            }
            other => other,
        }
    }

    /// Roles, logins, the database itself; what is missing is made where the administrator's connection may.
    pub(crate) async fn bootstrap(&self) -> Result<(), Failure> {
        let maintenance = match &self.cluster {
            Some(cluster) => cluster.admin_options("postgres"),
            None => self.admin.clone(),
        };
        let mut admin = PgConnection::connect_with(&maintenance).await?;
        let may: bool = sqlx::query_scalar("SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user")
            .fetch_one(&mut admin)
            .await?;
        if may {
            logins::bootstrap(&mut admin, self.database(), &self.options.passwords).await?;
        }
        admin.close().await?;
        // In a database of somebody else's its administrator decides; the page on slow queries says how.
        if self.cluster.is_some() {
            let mut admin = PgConnection::connect_with(&self.admin).await?;
            platform_db::statements::enable(&mut admin).await?;
            admin.close().await?;
        }
        Ok(())
    }

    /// Brings it to what this program expects.
    pub(crate) async fn migrate(&self, bundle: &Bundle, progress: impl FnMut(&str) + Send) -> Result<Applied, Failure> {
        let mut owner = self.owner().await?;
        let applied = bundle.apply(&mut owner, progress).await?;
        owner.close().await?;
        Ok(applied)
    }

    /// Refuses a database that is not what this program expects.
    pub(crate) async fn check(&self, bundle: &Bundle) -> Result<(), Failure> {
        let mut owner = self.owner().await?;
        bundle.check(&mut owner).await?;
        owner.close().await?;
        Ok(())
    }

    /// As the owner of the tables, past any pooler.
    pub(crate) async fn owner(&self) -> Result<PgConnection, Failure> {
        Ok(PgConnection::connect_with(&self.direct(logins::OWNER)).await?)
    }

    /// How a login reaches it past any pooler.
    pub(crate) fn direct(&self, login: &'static str) -> PgConnectOptions {
        self.direct.login(login)
    }

    /// Where its log of changes is read.
    pub(crate) fn log(&self) -> LogAddress {
        let login = logins::REPLICATOR;
        LogAddress::new(self.direct(login), self.direct.passwords.get(login).map(String::as_str))
    }

    /// As the administrator, past any pooler.
    pub(crate) fn admin(&self) -> &PgConnectOptions {
        &self.admin
    }

    /// The database's name.
    pub(crate) fn database(&self) -> &str {
        self.admin.get_database().unwrap_or(DATABASE)
    }
}

fn parse(url: &str) -> Result<PgConnectOptions, Failure> {
    // The address may carry a password, so the parser's message is not passed on.
    PgConnectOptions::from_str(url).map_err(|_| {
        Failure::Refused("database.url (DATABASE_URL) is not an address like postgres://user:password@host:5432/name".to_owned())
    })
}

fn options(config: &Config, base: PgConnectOptions, passwords: BTreeMap<&'static str, String>) -> DbOptions {
    DbOptions { base, passwords, connections: config.database.connections, acquire_timeout: TURN }
}

/// The secret from which the logins' passwords are made; created when first needed, readable by us alone.
fn secret(folder: &Path) -> Result<Vec<u8>, Failure> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt;
    let path = folder.join("logins.key");
    match std::fs::read(&path) {
        Ok(bytes) if bytes.len() >= 32 => return Ok(bytes),
        Ok(_) => return Err(Failure::Refused(format!("{} is damaged: it should hold 32 bytes or more", path.display()))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(Failure::io(format!("cannot read {}", path.display()))(e)),
    }
    std::fs::create_dir_all(folder).map_err(Failure::io(format!("cannot make {}", folder.display())))?;
    let bytes: [u8; 32] = Entropy::from_os().bytes();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(Failure::io(format!("cannot make {}", path.display())))?;
    file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
    Ok(bytes.to_vec())
}
