//! The house as it is served, over a database of the caller's choice: what the sweeps walk through.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use axum::Router;
use axum_server::Handle;
use boxoffice::BoxOffice;
use platform_auth::Auth;
use platform_config::Config;
use platform_db::{Db, DbOptions};
use platform_http::RouteMeta;
use platform_jobs::Runner;
use platform_realtime::{Live, LogAddress};
use platform_types::{Clock, Entropy, SecretString};

use crate::cli::{Pem, Start};
use crate::compose::{self, SimulatorSecrets};
use crate::open::Opened;
use crate::serve;

/// What a house is made of when nothing is read from files.
pub struct Parts {
    /// Settings, checked as at every start.
    pub config: Config,
    /// Where the house keeps its files.
    pub folder: PathBuf,
    /// A migrated database.
    pub database: DbOptions,
    /// The house's time.
    pub clock: Clock,
    /// The house's chance.
    pub entropy: Entropy,
    /// The simulator's key and what its webhooks are signed with.
    pub simulator: (SecretString, SecretString),
    /// Certificate chain and key (PEM), where it speaks TLS itself.
    pub tls: Option<(Vec<u8>, Vec<u8>)>,
}

/// The same house that `serve` answers with.
pub struct Whole {
    /// Answers requests.
    pub router: Router,
    /// Every route behind it.
    pub routes: Vec<RouteMeta>,
    /// The doors.
    pub db: Db,
    /// People, organizations, grants.
    pub auth: Auth,
    /// The box office.
    pub shop: BoxOffice,
    /// Background work, not started.
    pub runner: Runner,
    /// What pages follow, not hearing of anything yet.
    pub live: Live,
    /// Where the log of changes is read.
    pub log: LogAddress,
}

impl Whole {
    /// Puts it together as `serve` does.
    ///
    /// # Errors
    /// What `serve` would complain of, in its words.
    pub async fn compose(parts: Parts) -> Result<Self, String> {
        let tls = parts.tls.map(|(cert, key)| Pem { cert, key });
        let start = Start { config: parts.config, folder: parts.folder, tls };
        serve::refuse_clear_text(&start).map_err(|e| e.to_string())?;
        let opened = Opened::existing(parts.database);
        let ground = compose::ground_at(&start, &opened, parts.clock, parts.entropy).await.map_err(|e| e.to_string())?;
        let (key, webhook) = parts.simulator;
        let house = compose::compose(&start, &opened, ground, &SimulatorSecrets { key, webhook }).await.map_err(|e| e.to_string())?;
        let compose::Composed { ground, auth, shop, router, routes, runner, live, backup: _ } = house;
        Ok(Self { router, routes, db: ground.db, auth, shop, runner, live, log: opened.log() })
    }
}

/// Answers on a socket as `serve` does, until the handle ends it.
///
/// # Errors
/// What the listener or the certificate is refused for.
pub async fn listen(
    listener: TcpListener,
    router: Router,
    tls: Option<(Vec<u8>, Vec<u8>)>,
    handle: Handle<SocketAddr>,
) -> Result<(), String> {
    let pem = tls.map(|(cert, key)| Pem { cert, key });
    serve::listen_on(listener, router, pem.as_ref(), handle).await.map_err(|e| e.to_string())
}
