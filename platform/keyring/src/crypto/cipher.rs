//! AES-256-GCM over bytes.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use zeroize::Zeroizing;

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;

/// 256 secret bits that seal values.
#[derive(Clone)]
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `None` only beyond 64 GiB.
    pub(crate) fn encrypt(&self, nonce: [u8; NONCE], plain: &[u8], bound_to: &[u8]) -> Option<Vec<u8>> {
        self.cipher().encrypt(&nonce.into(), Payload { msg: plain, aad: bound_to }).ok()
    }

    /// `None` when anything was changed.
    pub(crate) fn decrypt(&self, nonce: [u8; NONCE], sealed: &[u8], bound_to: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.cipher().decrypt(&nonce.into(), Payload { msg: sealed, aad: bound_to }).ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&(*self.0).into())
    }
}

/// Parts of a context, each after its length, so that no two contexts read the same.
pub(crate) fn bind(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}
