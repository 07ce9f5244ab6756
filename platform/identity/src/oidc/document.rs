//! What a provider says about itself (OpenID Connect Discovery 1.0, section 3).

use serde::Deserialize;
use url::Url;

/// The parts of it that we use.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Document {
    pub issuer: String,
    pub authorization_endpoint: Url,
    pub token_endpoint: Url,
    pub jwks_uri: Url,
    pub userinfo_endpoint: Option<Url>,
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
}

impl Document {
    /// Whether the secret goes into the body: only where the provider takes nothing else (Core, section 9).
    pub fn secret_in_body(&self) -> bool {
        let takes = |method: &str| self.token_endpoint_auth_methods_supported.iter().any(|known| known == method);
        takes("client_secret_post") && !takes("client_secret_basic")
    }

    /// Whether it is this issuer's and leads nowhere in clear text but on this machine.
    pub fn is_of(&self, issuer: &Url) -> bool {
        let plain = |text: &str| text.trim_end_matches('/').to_owned();
        let safe = |url: &Url| url.scheme() == "https" || is_loopback(url);
        plain(&self.issuer) == plain(issuer.as_str())
            && safe(&self.authorization_endpoint)
            && safe(&self.token_endpoint)
            && safe(&self.jwks_uri)
            && self.userinfo_endpoint.as_ref().is_none_or(safe)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Where the document lies.
pub(super) fn address(issuer: &Url) -> Option<Url> {
    Url::parse(&format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/'))).ok()
}
