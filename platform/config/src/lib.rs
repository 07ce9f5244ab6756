//! Settings: commented defaults < file < environment < command line.
//!
//! Owns no table. Everything wrong is reported at once ([`ConfigErrors`]): unknown keys, bad
//! values, and settings that do not go together. Secrets are [`SecretString`]s, whose debug output
//! is redacted, and a problem with one never quotes it. The commented defaults
//! (`callboard.default.toml`, see [`render_reference`]) are the documentation; a test holds them
//! and the code together.

mod layers;
mod load;
mod problem;
mod reader;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use platform_types::{SecretString, Timestamp};
use url::Url;

pub use layers::Sources;
pub use problem::{ConfigErrors, Problem};
pub use values::{IpRange, LogFormat, OrganizerApproval, PaymentProvider, SecondFactor, Sender, StorageKind};

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// How the server is reached.
    pub server: Server,
    /// Where the rows are.
    pub database: Database,
    /// How mail leaves.
    pub mail: Mail,
    /// Who may put on events.
    pub organizers: Organizers,
    /// How people sign in besides their password.
    pub sign_in: SignIn,
    /// Who moves money.
    pub payments: Payments,
    /// Where files lie.
    pub storage: Storage,
    /// What is kept elsewhere, and for how long.
    pub backup: Backup,
    /// What is written to standard error.
    pub log: Log,
    /// How much is too much.
    pub limits: Limits,
    /// Background work.
    pub jobs: Jobs,
    /// Secrets at rest.
    pub keys: Keys,
}

/// `[server]`
#[derive(Clone, Debug)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// What people type; scheme, host and port, without a path.
    pub public_url: Url,
    /// Certificate and key, when the program itself speaks TLS.
    pub tls: Option<Tls>,
    /// Whether a declared proxy ends TLS.
    pub behind_proxy: bool,
    /// Whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<IpRange>,
    /// Other origins that may call the API from a browser, as browsers write them.
    pub cors_origins: Vec<String>,
    /// Opens `/health` and `/metrics` to programs elsewhere.
    pub metrics_token: Option<SecretString>,
    /// Where weaknesses are reported: a `mailto:` or `https:` address.
    pub security_contact: Option<Url>,
    /// The instant a moved clock shows at start.
    pub clock_start: Option<Timestamp>,
}

/// PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The chain, own certificate first.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// `[database]`
#[derive(Clone, Debug)]
pub struct Database {
    /// An existing server, perhaps through a pooler; none: the embedded cluster.
    pub url: Option<SecretString>,
    /// The same server without a pooler; falls back to `url`.
    pub direct_url: Option<SecretString>,
    /// Connections of the largest pool.
    pub connections: u32,
}

/// `[mail]`
#[derive(Clone, Debug)]
pub struct Mail {
    /// `smtp://` or `smtps://`; none: the local mailbox.
    pub smtp_url: Option<SecretString>,
    /// Sender of all mails.
    pub from: Sender,
}

/// `[organizers]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizers {
    /// Who may found an organization.
    pub approval: OrganizerApproval,
}

/// `[sign_in]`
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Who needs a second factor.
    pub second_factor: SecondFactor,
    /// Who we are at Google.
    pub google: Option<ProviderClient>,
    /// Another OpenID Connect provider.
    pub oidc: Option<OidcProvider>,
}

/// Who we are at a provider.
#[derive(Clone, Debug)]
pub struct ProviderClient {
    /// The client's id.
    pub id: String,
    /// What proves it.
    pub secret: SecretString,
}

/// An OpenID Connect provider.
#[derive(Clone, Debug)]
pub struct OidcProvider {
    /// Its name in addresses.
    pub name: String,
    /// What the button says.
    pub label: String,
    /// Its issuer.
    pub issuer: Url,
    /// Who we are there.
    pub client: ProviderClient,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
}

/// `[payments]`
#[derive(Clone, Debug)]
pub struct Payments {
    /// Simulator or the real thing.
    pub provider: PaymentProvider,
    /// Key for the provider's API.
    pub stripe_secret_key: Option<SecretString>,
    /// Key that signs the provider's webhooks.
    pub stripe_webhook_secret: Option<SecretString>,
    /// Where the provider's API answers.
    pub api_base: Url,
    /// Origin of the pages a buyer is sent to.
    pub page_origin: Url,
}

/// `[storage]`
#[derive(Clone, Debug)]
pub enum Storage {
    /// A folder of this machine; none: `files` in the data directory.
    Disk(Option<PathBuf>),
    /// A bucket.
    S3(Bucket),
}

/// A bucket of a server that speaks S3.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Where the server answers.
    pub endpoint: Url,
    /// The bucket's name.
    pub name: String,
    /// The region in signatures.
    pub region: String,
    /// Who we are.
    pub access_key: String,
    /// What we sign with.
    pub secret_key: SecretString,
    /// `endpoint/bucket/key` instead of `bucket.endpoint/key`.
    pub path_style: bool,
}

/// `[backup]`
///
/// The days kept are those of the first product's "Disaster Recovery / Backup Strategy": database daily, 30 days; file
/// storage daily, 90 days; logs continuous, 7 days. The log that is kept continuously here is the database's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// A folder on another disk or machine; none: no backups.
    pub folder: Option<PathBuf>,
    /// When the nightly one begins, UTC.
    pub at: chrono::NaiveTime,
    /// Days a nightly backup is kept.
    pub database_days: u32,
    /// Days a file is kept after it was removed.
    pub files_days: u32,
    /// Days back to which any moment can be restored.
    pub log_days: u32,
}

/// `[log]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How lines are written.
    pub format: LogFormat,
    /// Directives as `tracing` understands them.
    pub level: String,
}

/// `[limits]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Attempts a minute on sign-in and its kin, per account and per address.
    pub auth_per_minute: u32,
    /// Holds and payments a minute and buyer.
    pub buy_per_minute: u32,
    /// Holds and payments a minute and network address.
    pub buy_per_address: u32,
    /// Reading requests a minute and network address.
    pub browse_per_minute: u32,
    /// Changes a minute and person.
    pub write_per_minute: u32,
    /// Scans a minute and person.
    pub scan_per_minute: u32,
    /// Requests a minute per API key.
    pub key_per_minute: u32,
    /// Live sockets of this node.
    pub live_sockets: u32,
    /// Live sockets of one network address.
    pub live_sockets_per_address: u32,
    /// Largest request body in bytes.
    pub body_bytes: u64,
    /// Longest time to answer, in seconds.
    pub request_seconds: u64,
}

/// `[jobs]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jobs {
    /// Jobs run at once on this node.
    pub workers: u32,
}

/// `[keys]`
#[derive(Clone, Debug)]
pub struct Keys {
    /// 32 bytes in hex or base64; none: the file in the data directory.
    pub master_key: Option<SecretString>,
}

impl Config {
    /// Reads all layers; either everything is right or everything wrong is named.
    pub fn load(sources: &Sources) -> Result<Self, ConfigErrors> {
        load::load(sources)
    }
}

const DEFAULTS: &str = include_str!("../callboard.default.toml");

/// The commented defaults: what `callboard config` prints and the manual shows.
pub fn render_reference() -> &'static str {
    DEFAULTS
}

#[cfg(test)]
mod tests;
