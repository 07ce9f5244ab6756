//! Where Stripe is and how we prove who we are.

use std::time::Duration;

use platform_outbound::{Carries, HubSettings};
use platform_types::{ExposeSecret, SecretString};
use url::Url;

/// The hub's name in metrics and `/health`.
pub const HUB: &str = "stripe";

/// Settings of the adapter.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    /// `https://api.stripe.com`, or where the simulator listens.
    pub base_url: Url,
    /// `sk_live_…`, `sk_test_…` or a restricted key (`rk_…`).
    pub secret_key: SecretString,
    /// `whsec_…` of the webhook endpoint; two while one is being replaced.
    pub webhook_secrets: Vec<SecretString>,
}

/// What is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The key is not one of Stripe's.
    #[error("the Stripe key must start with sk_test_, sk_live_, rk_test_ or rk_live_")]
    Key,
    /// Keys travel in clear otherwise.
    #[error("the Stripe address must be https, or http on a loopback address")]
    Address,
    /// Without one every webhook would be refused.
    #[error("at least one Stripe webhook secret (whsec_…) is needed")]
    NoWebhookSecret,
    /// Anybody could sign with it.
    #[error("a Stripe webhook secret is empty")]
    EmptyWebhookSecret,
    /// The gate lacks our hub.
    #[error(transparent)]
    Gate(#[from] platform_outbound::OutboundError),
}

impl StripeSettings {
    /// Says what is wrong, at start.
    pub fn check(&self) -> Result<(), SettingsError> {
        let key = self.secret_key.expose_secret();
        if !["sk_test_", "sk_live_", "rk_test_", "rk_live_"].iter().any(|prefix| key.starts_with(prefix)) || !key.is_ascii() {
            return Err(SettingsError::Key);
        }
        let loopback = match self.base_url.host() {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if self.base_url.scheme() != "https" && !(self.base_url.scheme() == "http" && loopback) {
            return Err(SettingsError::Address);
        }
        if self.webhook_secrets.is_empty() {
            return Err(SettingsError::NoWebhookSecret);
        }
        if self.webhook_secrets.iter().any(|secret| secret.expose_secret().trim().is_empty()) {
            return Err(SettingsError::EmptyWebhookSecret);
        }
        Ok(())
    }

    /// Whether the key is one of Stripe's test mode (the simulator's is too): no real money moves.
    pub(crate) fn is_test_mode(&self) -> bool {
        !self.secret_key.expose_secret()[..].contains("_live_")
    }
}

/// The hub to declare for this adapter.
pub fn hub_settings() -> HubSettings {
    HubSettings { timeout: Duration::from_secs(15), carries: Carries::Personal, ..HubSettings::named(HUB) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str, key: &str, secrets: &[&str]) -> Result<(), SettingsError> {
        let webhook_secrets = secrets.iter().map(|s| SecretString::from(*s)).collect();
        StripeSettings { base_url: url.parse().unwrap(), secret_key: SecretString::from(key), webhook_secrets }.check()
    }

    #[test]
    fn wrong_settings_are_named_at_start() {
        let (https, secret) = ("https://api.stripe.com", &["whsec_1"][..]);
        assert_eq!(settings(https, "sk_test_1", secret), Ok(()));
        assert_eq!(settings("http://127.0.0.1:8081", "sk_test_1", secret), Ok(()));
        assert_eq!(settings("http://api.stripe.com", "sk_test_1", secret), Err(SettingsError::Address));
        assert_eq!(settings(https, "pk_test_1", secret), Err(SettingsError::Key));
        assert_eq!(settings(https, "sk_test_1", &[]), Err(SettingsError::NoWebhookSecret));
        assert_eq!(settings(https, "sk_test_1", &["whsec_1", " "]), Err(SettingsError::EmptyWebhookSecret));
    }
}
