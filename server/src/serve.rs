//! `callboard serve`: answer requests until told to stop, then end in the right order.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use platform_config::LogFormat;
use platform_telemetry::Format;
use platform_types::Clock;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::cli::{Pem, Start};
use crate::compose::{self, Composed, SimulatorSecrets};
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::sql;

/// How long requests and jobs may take to end.
const GRACE: Duration = Duration::from_secs(10);

/// Serves a house that has been migrated.
pub(crate) async fn serve(start: Start) -> Result<ExitCode, Failure> {
    start_logging(&start)?;
    refuse_clear_text(&start)?;
    let told = until_told_to_stop();
    let opened = Opened::open(&start).await?;
    match put_together(&start, &opened).await {
        Ok(house) => answer(start, opened, house, told, |_| {}).await,
        Err(failure) => ended(opened, Err(failure)).await,
    }
}

async fn put_together(start: &Start, opened: &Opened) -> Result<Composed, Failure> {
    opened.check(&sql::bundle()?).await?;
    let secrets = simulator_secrets(start)?;
    let ground = compose::ground(start, opened).await?;
    compose::compose(start, opened, ground, &secrets).await
}

/// Logs to standard error from here on.
pub(crate) fn start_logging(start: &Start) -> Result<(), Failure> {
    let format = match start.config.log.format {
        LogFormat::Json => Format::Json,
        LogFormat::Pretty => Format::Pretty,
        LogFormat::Auto => Format::detect(),
    };
    Ok(platform_telemetry::init(format, &start.config.log.level)?)
}

/// Passwords and tickets do not travel readable: off loopback TLS is ours or a declared proxy's.
pub(crate) fn refuse_clear_text(start: &Start) -> Result<(), Failure> {
    let listen = start.config.server.listen;
    if listen.ip().is_loopback() || start.tls.is_some() || start.config.server.behind_proxy {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{listen} can be reached from other machines, and without TLS everybody on the way could read passwords and tickets. Give --tls-cert and --tls-key, or set server.behind_proxy when a proxy ends TLS in front, or listen on 127.0.0.1"
    )))
}

/// The key and webhook secret shared with this folder's simulator; made when first needed.
pub(crate) fn simulator_secrets(start: &Start) -> Result<SimulatorSecrets, Failure> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt;
    let path = start.folder.join("simulator.key");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let token = platform_types::Entropy::from_os().token();
            std::fs::create_dir_all(&start.folder).map_err(Failure::io(format!("cannot make {}", start.folder.display())))?;
            let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
            let mut file = made.map_err(Failure::io(format!("cannot make {}", path.display())))?;
            file.write_all(token.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
            token
        }
        Err(e) => return Err(Failure::io(format!("cannot read {}", path.display()))(e)),
    };
    let (key, webhook) = text.trim().split_at(text.trim().len() / 2);
    Ok(SimulatorSecrets { key: format!("sk_test_{key}").into(), webhook: format!("whsec_{webhook}").into() })
}

/// Takes the address, runs jobs, answers; once `told` drains requests, then jobs, then ends the database.
pub(crate) async fn answer(
    start: Start,
    opened: Opened,
    house: Composed,
    told: impl Future<Output = ()> + Send + 'static,
    ready: impl FnOnce(SocketAddr),
) -> Result<ExitCode, Failure> {
    let listen = start.config.server.listen;
    let (listener, address) = match take(listen) {
        Ok(taken) => taken,
        Err(source) => return ended(opened, Err(Failure::Listen { address: listen, source })).await,
    };

    let stop = CancellationToken::new();
    let runner = house.runner.clone();
    let workers = usize::try_from(start.config.jobs.workers).unwrap_or(4);
    let jobs = tokio::spawn({
        let stop = stop.clone();
        async move { runner.run(workers, stop, GRACE).await }
    });
    let live = house.live.clone();
    let log = opened.log();
    let followed = tokio::spawn({
        let live = live.clone();
        async move { live.run(log).await }
    });
    let keys = tokio::spawn(compose::follow_keys(house.ground.clone(), house.auth.clone()));
    let watched = opened.cluster.clone();
    let supervisor = tokio::spawn(async move {
        if let Some(cluster) = watched {
            cluster.supervise().await;
        }
    });

    let backup_stop = CancellationToken::new();
    let backup = house.backup.clone().zip(opened.cluster.clone());
    let backup = backup.map(|(keeper, cluster)| {
        let stop = backup_stop.clone();
        tokio::spawn(async move { keeper.run(cluster, stop).await })
    });

    let handle = Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            told.await;
            tracing::info!("stopping: requests under way are answered first");
            handle.graceful_shutdown(Some(GRACE));
            live.close_all().await;
        }
    });
    tracing::info!(address = %address, "answering");
    ready(address);
    let served = listen_on(listener, house.router, start.tls.as_ref(), handle).await;

    stop.cancel();
    jobs.await.ok();
    followed.abort();
    keys.abort();
    house.ground.db.close().await;
    supervisor.abort();
    // Before the database, which sends the backup its last bytes while it ends.
    backup_stop.cancel();
    let ended = ended(opened, served).await;
    if let Some(backup) = backup {
        backup.await.ok();
    }
    ended
}

fn take(listen: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

pub(crate) async fn listen_on(listener: TcpListener, router: Router, tls: Option<&Pem>, handle: Handle<SocketAddr>) -> Result<(), Failure> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let ended = Failure::io("the listener ended");
    match tls {
        None => {
            let mut server = axum_server::from_tcp(listener).map_err(Failure::io("cannot use the address"))?.handle(handle);
            // A client that sends its headers a byte at a time holds a connection, but not for ever.
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(15));
            server.serve(service).await.map_err(ended)
        }
        Some(pem) => {
            let config = RustlsConfig::from_pem(pem.cert.clone(), pem.key.clone())
                .await
                .map_err(Failure::io("the certificate and key cannot be used"))?;
            let mut server = axum_server::from_tcp_rustls(listener, config).map_err(Failure::io("cannot use the address"))?.handle(handle);
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(15));
            server.serve(service).await.map_err(ended)
        }
    }
}

/// Ctrl-C or SIGTERM, from the moment this is called: one that comes before anybody waits is not lost, and does not end
/// the program past its database.
pub(crate) fn until_told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        let (Ok(mut interrupt), Ok(mut terminate)) = signals else { return };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// The clock's line for whoever started a house on another day.
pub(crate) fn note_clock(clock: &Clock) {
    if clock.is_shifted() {
        say(&format!("The clock of this house is set to {}.", clock.now().to_rfc3339()));
    }
}
