//! Why a command ended early, in words for whoever typed it.

use std::io::Write as _;

/// Everything a command can fail with. Exit codes: 1 something failed, 2 it was called or configured
/// wrongly, 3 the database is not there or not as needed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Config(#[from] platform_config::ConfigErrors),
    #[error(transparent)]
    Cluster(#[from] platform_db::embedded::ClusterError),
    #[error(transparent)]
    Backup(#[from] platform_backup::BackupError),
    #[error(transparent)]
    Migrate(#[from] platform_db::migrate::MigrateError),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database: {0}")]
    Door(#[from] platform_db::DbError),
    #[error(transparent)]
    Keyring(#[from] platform_keyring::KeyringError),
    #[error(transparent)]
    MasterKey(#[from] platform_keyring::MasterKeyError),
    #[error(transparent)]
    AuthKeys(#[from] platform_auth::keys::KeysError),
    #[error(transparent)]
    UnsubscribeKeys(#[from] platform_inbox::UnsubscribeKeysError),
    #[error(transparent)]
    Telemetry(#[from] platform_telemetry::TelemetryError),
    #[error(transparent)]
    Metrics(#[from] platform_telemetry::MetricsError),
    #[error("payments: {0}")]
    Payments(#[from] integration_stripe::SettingsError),
    #[error("calls to the outside: {0}")]
    Outbound(#[from] platform_outbound::OutboundError),
    #[error("the import: {0}")]
    Import(#[from] boxoffice::listing_import::ImportError),
    #[error("the import: {0}")]
    Table(#[from] boxoffice::table_import::TableError),
    #[error("the import: {0}")]
    Programme(#[from] commons::programme::ProgrammeError),
    #[error("the payment simulator: {0}")]
    Simulator(#[from] payment_simulator::StartError),
    #[error(transparent)]
    Account(#[from] crate::account::AccountError),
    #[error("cannot listen on {address}: {source}. Choose another address with --listen, or end the program that has it")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("{what}: {source}")]
    Io { what: String, source: std::io::Error },
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Refused(_) | Self::Payments(_) => 2,
            Self::Backup(error) => backup(error),
            Self::Cluster(_) | Self::Migrate(_) | Self::Database(_) | Self::Door(_) => 3,
            _ => 1,
        }
    }

    /// For `map_err`: what was being done when the system said no.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

fn backup(error: &platform_backup::BackupError) -> u8 {
    use platform_backup::BackupError as E;
    match error {
        E::Missing { .. } | E::NoBackups(_) | E::Emptied(_) | E::NotOurs(_) | E::OtherHouse(_) | E::Occupied(_) | E::Nothing(_) => 2,
        E::Cluster(_) | E::Database(_) => 3,
        _ => 1,
    }
}

/// Says it on standard error.
pub(crate) fn complain(failure: &Failure) {
    let _ = writeln!(std::io::stderr(), "callboard: {failure}");
}

/// A line on standard error: progress and notes, so that standard output stays the answer.
pub(crate) fn complain_line(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A line for whoever started the program, on standard output.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
    let _ = std::io::stdout().flush();
}
