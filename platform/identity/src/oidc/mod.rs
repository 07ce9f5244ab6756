//! OpenID Connect: signing in with an account elsewhere (OpenID Connect Core 1.0, the authorization code flow with PKCE).
//!
//! Invariants: every call to a provider goes through a hub and outside of any transaction; an id token counts only when a key of
//! the provider signed it (RS256 or ES256, nothing else), for us, now, and for the nonce that this very browser began with;
//! keys that are not known are asked for once a minute at most.

mod document;
mod provider;
mod token;

use std::sync::Arc;

use platform_outbound::{Carries, Hub, HubSettings};
use platform_types::SecretString;
use url::Url;

pub use provider::{Provider, ProviderFault};

/// The hub of Google.
pub const GOOGLE_HUB: &str = "sign_in_google";
/// The hub of the house's own provider.
pub const OIDC_HUB: &str = "sign_in_oidc";

/// How a provider is called: a person waits for it in front of a page.
pub fn hub_settings(name: &'static str) -> HubSettings {
    HubSettings {
        timeout: std::time::Duration::from_secs(5),
        attempts: 2,
        carries: Carries::Personal,
        max_reply: 256 * 1024,
        ..HubSettings::named(name)
    }
}

/// One provider, as the settings name it.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its name in addresses and in Supabase's protocol: `google`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Its issuer, exactly as it calls itself.
    pub issuer: Url,
    /// Who we are there.
    pub client_id: String,
    /// What proves it.
    pub client_secret: SecretString,
    /// What we ask for besides `openid`.
    pub scopes: Vec<String>,
}

impl ProviderSettings {
    /// Google's: only who we are there differs from house to house.
    pub fn google(client_id: String, client_secret: SecretString) -> Option<Self> {
        Some(Self {
            name: "google".to_owned(),
            label: "Google".to_owned(),
            issuer: Url::parse("https://accounts.google.com").ok()?,
            client_id,
            client_secret,
            scopes: vec!["email".to_owned(), "profile".to_owned()],
        })
    }
}

/// Every provider of the house. Cheap to clone.
#[derive(Clone)]
pub struct Providers {
    list: Arc<Vec<Provider>>,
    /// The house's address, without a slash at its end.
    public_url: String,
    /// Origins besides the house's own where programs may be answered.
    origins: Arc<Vec<String>>,
}

impl Providers {
    /// None: the sign-in page shows no further button.
    pub fn none() -> Self {
        Self { list: Arc::default(), public_url: String::new(), origins: Arc::default() }
    }

    /// These, each with its hub. Programs of `origins` may be answered besides those of this house.
    pub fn new(public_url: impl Into<String>, origins: Vec<String>, list: Vec<(ProviderSettings, Hub)>) -> Self {
        let public_url = public_url.into();
        let callback = format!("{public_url}/auth/v1/callback");
        let list = list.into_iter().map(|(settings, hub)| Provider::new(settings, hub, callback.clone())).collect();
        Self { list: Arc::new(list), public_url, origins: Arc::new(origins) }
    }

    /// In the order of the settings.
    pub fn all(&self) -> &[Provider] {
        &self.list
    }

    /// The one of this name.
    pub fn find(&self, name: &str) -> Option<&Provider> {
        self.list.iter().find(|provider| provider.settings().name == name)
    }

    /// What people call the one of this name; one that is gone keeps its name.
    pub fn label(&self, name: &str) -> String {
        self.find(name).map_or_else(|| name.to_owned(), |provider| provider.settings().label.clone())
    }

    /// Where a program may be answered: at this house, or at an origin of the settings; anything else becomes this house.
    pub fn redirect_to(&self, wanted: Option<&str>) -> String {
        let own = || format!("{}/", self.public_url);
        let Some(url) = wanted.and_then(|text| Url::parse(text).ok()) else { return own() };
        let origin = url.origin().ascii_serialization();
        let house = Url::parse(&self.public_url).map(|house| house.origin().ascii_serialization()).unwrap_or_default();
        let known = origin == house || self.origins.contains(&origin);
        if known && matches!(url.scheme(), "http" | "https") { url.into() } else { own() }
    }
}

#[cfg(test)]
mod tests {
    use super::Providers;

    #[test]
    fn programs_are_answered_at_known_origins_alone() {
        let providers = Providers::new("https://house.test", vec!["https://app.test:8443".to_owned()], Vec::new());
        for (wanted, is) in [
            (None, "https://house.test/"),
            (Some("https://house.test/x?y=1"), "https://house.test/x?y=1"),
            (Some("https://app.test:8443/in"), "https://app.test:8443/in"),
            (Some("https://app.test/in"), "https://house.test/"),
            (Some("https://evil.test/"), "https://house.test/"),
            (Some("https://house.test.evil.test/"), "https://house.test/"),
            (Some("https://house.test@evil.test/"), "https://house.test/"),
            (Some("javascript:alert(1)"), "https://house.test/"),
            (Some("//evil.test"), "https://house.test/"),
        ] {
            assert_eq!(providers.redirect_to(wanted), is, "{wanted:?}");
        }
    }
}
