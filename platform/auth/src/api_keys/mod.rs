//! Keys with which programs act for an organization, and the tokens they are exchanged for.
//!
//! A key is shown once and kept as a digest. It is exchanged for a *system token*, good for 30 days (seed 003: “API key → 30-day
//! token with permissions”), signed with keys of their own. Each request with one asks whether its row and its key still
//! live, so revoking the key ends all of its tokens at once. What it may do is decided anew in every query, by
//! `auth.scopes_with` and its kin: the key's permissions, on its organization, as far as whoever made the key still holds them.

mod exchange;
mod list;
mod make;
mod network;
mod token;

pub use exchange::{ExchangeError, SystemToken};
pub use list::{ApiKey, grantable, list};
pub use make::{MakeKeyError, NewApiKey};
pub use network::{Network, NetworkError};

use chrono::Duration;
use platform_types::Entropy;

use crate::SecretToken;

/// A system token is good for this long, unless its key ends earlier.
pub const SYSTEM: Duration = Duration::days(30);

/// What every key begins with, so that people and scanners of leaked secrets know one.
const MARK: &str = "cbk_";

/// A key as its program holds it: `cbk_` and 256 random bits in hex. Prints as nothing but its name.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyText(SecretToken);

impl KeyText {
    /// A new one.
    pub(crate) fn new(entropy: &Entropy) -> Self {
        Self(SecretToken::new(entropy))
    }

    /// Reads what somebody sent; anything of another shape was never one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        SecretToken::parse(text.trim().strip_prefix(MARK)?).map(Self)
    }

    /// The whole key: shown once, to whoever made it.
    pub fn expose(&self) -> String {
        format!("{MARK}{}", self.0.expose())
    }

    /// What people tell it by.
    pub fn prefix(&self) -> String {
        format!("{MARK}{}", self.0.expose().get(..8).unwrap_or_default())
    }

    fn hash(&self) -> [u8; 32] {
        self.0.hash()
    }
}

impl std::fmt::Debug for KeyText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyText(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_shown_and_prints_nothing() {
        let key = KeyText::new(&Entropy::seeded(4));
        assert_eq!(KeyText::parse(&format!(" {}\n", key.expose())), Some(key.clone()));
        assert!(key.expose().starts_with(&key.prefix()) && key.prefix().len() == 12);
        assert_eq!(format!("{key:?}"), "KeyText(…)");
        for wrong in ["", "cbk_", "cbk_00", &key.expose()[4..], &key.expose().to_uppercase()] {
            assert_eq!(KeyText::parse(wrong), None, "{wrong}");
        }
    }
}
