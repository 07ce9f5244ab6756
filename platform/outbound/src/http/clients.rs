//! The shared HTTP clients.

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use url::{Host, Url};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_REDIRECTS: usize = 5;

/// Connection pools shared by all hubs, made when first needed: reading the machine's certificate
/// authorities takes a while, and a house that only talks to itself needs none.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    plain: OnceLock<Result<Client, String>>,
    following: OnceLock<Result<Client, String>>,
    loopback: OnceLock<Result<Client, String>>,
}

impl Clients {
    /// The client for this address, or why there is none.
    pub(crate) fn pick(&self, url: &Url, follow_redirects: bool) -> Result<&Client, &str> {
        let made = if follow_redirects {
            self.following.get_or_init(|| build(base().redirect(Policy::limited(MAX_REDIRECTS))))
        } else if url.scheme() == "http" && is_loopback(url) {
            // A proxy in the environment is for the outside, and no certificate is checked here.
            self.loopback.get_or_init(|| build(base().redirect(Policy::none()).no_proxy().tls_certs_only([])))
        } else {
            self.plain.get_or_init(|| build(base().redirect(Policy::none())))
        };
        made.as_ref().map_err(String::as_str)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that makes HTTP clients")]
fn base() -> ClientBuilder {
    // Fails when a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The gate has its own deadline for the whole attempt; this one tells "never reached" from "no answer".
    Client::builder().connect_timeout(CONNECT_TIMEOUT).user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
}

fn build(builder: ClientBuilder) -> Result<Client, String> {
    builder.build().map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        format!("{error}: {cause} (is the package ca-certificates installed?)")
    })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
