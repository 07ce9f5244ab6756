//! Keys of this crate: one signs access tokens, one system tokens, one guests' cookies.
//!
//! All are made from a 32-byte seed that the keyring keeps sealed. The newest signs; older ones still
//! verify until they are forgotten, so a rotation signs nobody out.

mod jwks;
mod ring;
mod signing;

use std::sync::{Arc, PoisonError, RwLock};

pub use jwks::jwks;
pub use ring::KeysError;
pub use signing::TokenKey;

/// One seed out of the keyring.
#[derive(Clone)]
pub struct Seed {
    /// The key's public name.
    pub id: String,
    /// 256 secret bits.
    pub secret: [u8; 32],
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seed({})", self.id)
    }
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
#[error("there is no key for {0}")]
pub struct NoKey(&'static str);

/// The keys in use, newest first.
#[derive(Debug)]
pub struct AuthKeys {
    tokens: Vec<TokenKey>,
    systems: Vec<TokenKey>,
    guests: Vec<Seed>,
}

impl AuthKeys {
    /// From the keyring's seeds, newest first.
    pub fn new(tokens: &[Seed], guests: Vec<Seed>) -> Result<Self, NoKey> {
        if tokens.is_empty() {
            return Err(NoKey("access tokens"));
        }
        if guests.is_empty() {
            return Err(NoKey("guests' cookies"));
        }
        let of = |seeds: &[Seed]| seeds.iter().map(TokenKey::from_seed).collect();
        Ok(Self { tokens: of(tokens), systems: of(tokens), guests })
    }

    /// The same with keys of their own for system tokens, newest first; without any they stay those of access tokens.
    #[must_use]
    pub fn with_systems(mut self, systems: &[Seed]) -> Self {
        if !systems.is_empty() {
            self.systems = systems.iter().map(TokenKey::from_seed).collect();
        }
        self
    }

    /// The key that signs new system tokens.
    pub(crate) fn current_system(&self) -> &TokenKey {
        // Never empty: they begin as those of access tokens.
        &self.systems[0]
    }

    /// The key of system tokens of this name.
    pub(crate) fn find_system(&self, id: &str) -> Option<&TokenKey> {
        self.systems.iter().find(|key| key.id() == id)
    }

    /// The key that signs new access tokens.
    pub fn current(&self) -> &TokenKey {
        // `new` refuses an empty list.
        &self.tokens[0]
    }

    /// The key of this name.
    pub fn find(&self, id: &str) -> Option<&TokenKey> {
        self.tokens.iter().find(|key| key.id() == id)
    }

    /// Every key that still verifies.
    pub fn tokens(&self) -> &[TokenKey] {
        &self.tokens
    }

    /// Seeds of guests' cookies, newest first, never empty.
    pub(crate) fn guests(&self) -> &[Seed] {
        &self.guests
    }
}

/// The keys, replaceable while the server runs.
#[derive(Clone, Debug)]
pub(crate) struct KeyBox(Arc<RwLock<Arc<AuthKeys>>>);

impl KeyBox {
    pub(crate) fn new(keys: AuthKeys) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(keys))))
    }

    pub(crate) fn get(&self) -> Arc<AuthKeys> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn replace(&self, keys: AuthKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}
