//! Sealing and opening, without a database.

mod cipher;
mod sealed;
mod secret;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use platform_types::Entropy;
use uuid::Uuid;

pub(crate) use self::cipher::{DataKey, bind};
pub use self::sealed::{Binding, Sealed};
pub use self::secret::Secret;

/// Why a sealed value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Sealed with a key that is not in this ring: another node may have made it since; reload.
    #[error("sealed with key {0}, which is not loaded")]
    UnknownKey(Uuid),
    /// Changed, cut, or moved to another row, column or table.
    #[error("the sealed value does not belong here or was changed")]
    Forged,
    /// It opens, but holds something else than expected.
    #[error("the sealed value has another shape")]
    Shape,
    /// These bytes are not a sealed value.
    #[error("these bytes are not a sealed value")]
    Malformed,
    /// The ring holds no key to seal with.
    #[error("the keyring is empty")]
    NoKey,
}

/// The data keys, unwrapped. Clones share one ring, so a rotation reaches all holders.
#[derive(Clone)]
pub struct Keyring {
    keys: Arc<RwLock<Keys>>,
    entropy: Entropy,
}

#[derive(Default)]
pub(crate) struct Keys {
    /// Seals what is new.
    pub(crate) current: Option<Uuid>,
    pub(crate) by_id: HashMap<Uuid, DataKey>,
}

impl Keyring {
    pub(crate) fn empty(entropy: Entropy) -> Self {
        Self { keys: Arc::default(), entropy }
    }

    pub(crate) fn replace(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    /// The key that seals what is new.
    pub fn current_key(&self) -> Option<Uuid> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).current
    }

    /// Encrypts a value for exactly one place (AES-256-GCM, a random nonce per value).
    pub fn seal<T: Secret>(&self, place: &Binding, value: &T) -> Result<Sealed<T>, OpenError> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let id = keys.current.ok_or(OpenError::NoKey)?;
        let key = keys.by_id.get(&id).ok_or(OpenError::NoKey)?;
        let nonce = self.entropy.bytes();
        let text = key.encrypt(nonce, &value.reveal(), &place.with_key(id)).ok_or(OpenError::Shape)?;
        Ok(Sealed::new(id, nonce, text))
    }

    /// Decrypts a value in the place it was sealed for.
    pub fn open<T: Secret>(&self, place: &Binding, sealed: &Sealed<T>) -> Result<T, OpenError> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.by_id.get(&sealed.key()).ok_or(OpenError::UnknownKey(sealed.key()))?;
        let plain = key.decrypt(sealed.nonce(), sealed.text(), &place.with_key(sealed.key())).ok_or(OpenError::Forged)?;
        T::restore(&plain).ok_or(OpenError::Shape)
    }

    /// The same value under the current key: what a rotation does to each row, in its own time.
    pub fn reseal<T: Secret>(&self, place: &Binding, sealed: &Sealed<T>) -> Result<Sealed<T>, OpenError> {
        self.seal(place, &self.open(place, sealed)?)
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

#[cfg(test)]
mod tests;
