//! Settings of one simulator.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use platform_outbound::Backoff;
use platform_types::{Clock, Entropy, SecretString};
use url::Url;

/// Settings of one simulator.
#[derive(Clone, Debug)]
pub struct SimulatorConfig {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How people reach the hosted page when that is not `http://<listen>`: declares a proxy in front,
    /// without which only loopback addresses are allowed.
    pub public_url: Option<Url>,
    /// Directory of the journal `payments.jsonl`; made if it is missing.
    pub data_dir: PathBuf,
    /// The key the house must send (`sk_test_…`).
    pub secret_key: SecretString,
    /// Where events go; none keeps them listed only.
    pub webhook: Option<WebhookTarget>,
    /// The machine's time; the simulator's own clock can be moved ahead of it through the control API.
    pub clock: Clock,
    /// Chance, for ids.
    pub entropy: Entropy,
}

/// Where events go.
#[derive(Clone, Debug)]
pub struct WebhookTarget {
    /// The house's address for them.
    pub url: Url,
    /// What they are signed with (`whsec_…`).
    pub secret: SecretString,
    /// Pauses between attempts until one is answered with 2xx.
    pub backoff: Backoff,
    /// Attempts before giving up.
    pub attempts: u32,
    /// How long one attempt waits.
    pub timeout: Duration,
}

impl WebhookTarget {
    /// Usual pauses: from half a second up to 30 seconds, for about a day.
    pub fn new(url: Url, secret: SecretString) -> Self {
        let backoff = Backoff { base: Duration::from_millis(500), cap: Duration::from_secs(30) };
        Self { url, secret, backoff, attempts: 3_000, timeout: Duration::from_secs(10) }
    }
}

/// Why it does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Plain HTTP is for this machine only.
    #[error(
        "the simulator listens on loopback addresses only, unless a public address (a proxy in front of it) is declared; {0} is neither"
    )]
    NotLoopback(SocketAddr),
    /// The key would open nothing.
    #[error("the simulator's key must start with sk_test_")]
    Key,
    /// Webhooks would be signed with nothing.
    #[error("the simulator's webhook secret is empty")]
    WebhookSecret,
    /// The address is taken or not ours.
    #[error(
        "the simulator cannot listen on {address}: {source}. Give the house another place for it with payments.api_base and payments.page_origin, or end the program that has it"
    )]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Journal(#[from] crate::JournalError),
    /// The gate for webhooks cannot be made.
    #[error(transparent)]
    Outbound(#[from] platform_outbound::OutboundError),
    /// The listener broke.
    #[error("the simulator stopped: {0}")]
    Serve(std::io::Error),
}
