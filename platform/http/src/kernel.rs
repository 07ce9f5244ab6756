//! What every request shares.

use std::sync::Arc;
use std::time::Duration;

use axum::http::request::Parts;
use futures::future::BoxFuture;
use platform_auth::session::ActsFor;
use platform_config::IpRange;
use platform_db::Db;
use platform_types::{Actor, Clock, Entropy, GuestId, SecretString};

use crate::chain::limit::Limiter;
use crate::health::Probe;
use crate::{Fault, SignedIn};

/// Who a request turned out to come from.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The identity the database will see.
    pub actor: Actor,
    /// The signed-in person's name and address, for the page's corner.
    pub signed_in: Option<SignedIn>,
    /// `Set-Cookie` values to send back (a rotated session).
    pub cookies: Vec<String>,
    /// Whether a bearer token was used: then cross-site rules do not apply.
    pub by_token: bool,
    /// Whether the sign-in waits for its second step: until then it may do nothing else.
    pub half: bool,
    /// Who acts in the person's name, if it is not they themselves.
    pub acts_for: Option<ActsFor>,
}

impl Authenticated {
    /// This actor, by whatever carries no cookie of ours.
    pub fn of(actor: Actor) -> Self {
        Self { actor, signed_in: None, cookies: Vec::new(), by_token: false, half: false, acts_for: None }
    }

    /// With the name and address that pages show.
    #[must_use]
    pub fn named(self, signed_in: Option<SignedIn>) -> Self {
        Self { signed_in, ..self }
    }
}

/// Turns cookies and tokens into an identity. Implemented over `platform-auth` by the composition root.
pub trait Authenticator: Send + Sync {
    /// Reads the request's cookies and `Authorization` header. Unknown or expired cookies read as
    /// nobody; a bad bearer token is a fault.
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>>;
    /// The `Set-Cookie` value that makes a visitor known as this guest.
    fn guest_cookie(&self, guest: GuestId) -> String;
}

/// How often a caller may ask, per class. Bursts are as large as a minute's allowance.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Attempts a minute per address on sign-in and its kin.
    pub auth_per_minute: u32,
    /// Buying requests a minute per guest or person.
    pub buy_per_minute: u32,
    /// Buying requests a minute per network address: a company or a campus behind one.
    pub buy_per_address: u32,
    /// Reading requests a minute per address.
    pub browse_per_minute: u32,
    /// Writing requests a minute per person.
    pub write_per_minute: u32,
    /// Scans a minute per person.
    pub scan_per_minute: u32,
    /// Requests a minute per key of a program, of whatever kind.
    pub key_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            auth_per_minute: 5,
            buy_per_minute: 60,
            buy_per_address: 3_000,
            browse_per_minute: 6_000,
            write_per_minute: 300,
            scan_per_minute: 600,
            key_per_minute: 600,
        }
    }
}

/// Settings of the edge.
#[derive(Clone, Debug, Default)]
pub struct HttpSettings {
    /// `https://tickets.example.org`, without a slash at the end.
    pub public_url: String,
    /// Whether answers leave over TLS (ours or the declared proxy's): HSTS and `Secure` cookies.
    pub secure: bool,
    /// Whether a declared proxy stands in front: then TLS is its part.
    pub behind_proxy: bool,
    /// Whose `X-Forwarded-For` is believed, behind a proxy.
    pub trusted_proxies: Vec<IpRange>,
    /// Opens what is for whoever runs the house to programs elsewhere.
    pub metrics_token: Option<SecretString>,
    /// Longest time to answer; none: half a minute.
    pub request_timeout: Option<Duration>,
    /// Other origins whose scripts may call `/api`.
    pub cors_origins: Vec<String>,
    /// Origins a form may lead to (the payment provider's page).
    pub form_targets: Vec<String>,
    /// Allowances.
    pub limits: Limits,
    /// Largest body in bytes where a route does not say otherwise.
    pub body_limit: usize,
}

/// How pages look around their content. Implemented by the composition root, which knows all apps.
pub trait Presentation: Send + Sync {
    /// A whole page that tells what went wrong. `path` is what was asked for; for lack of a sign-in, the page here
    /// that asked, if it is known, so that signing in can lead back to it.
    fn fault_page(&self, fault: &Fault, request_id: &str, signed_in: Option<&SignedIn>, path: &str) -> String;
}

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct Kernel(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub db: Db,
    pub clock: Clock,
    pub entropy: Entropy,
    pub settings: HttpSettings,
    pub authenticator: Arc<dyn Authenticator>,
    pub presentation: Arc<dyn Presentation>,
    pub limiter: Limiter,
    pub probes: Vec<Arc<dyn Probe>>,
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Kernel {
    /// Puts the shared parts together.
    pub fn new(
        db: Db,
        entropy: Entropy,
        settings: HttpSettings,
        authenticator: Arc<dyn Authenticator>,
        presentation: Arc<dyn Presentation>,
        probes: Vec<Arc<dyn Probe>>,
        metrics: Arc<dyn Fn() -> String + Send + Sync>,
    ) -> Self {
        let clock = db.clock().clone();
        Self(Arc::new(Shared { db, clock, entropy, settings, authenticator, presentation, limiter: Limiter::default(), probes, metrics }))
    }

    /// The doors.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Settings of the edge.
    pub fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }
}
