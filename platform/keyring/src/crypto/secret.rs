//! What can be sealed.

use platform_types::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// A value that can be turned into bytes and back. The bytes are wiped after use.
pub trait Secret: Sized {
    /// Its bytes.
    fn reveal(&self) -> Zeroizing<Vec<u8>>;
    /// From its bytes; `None` when they are something else's.
    fn restore(bytes: &[u8]) -> Option<Self>;
}

impl Secret for Vec<u8> {
    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.clone())
    }
    fn restore(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

impl<const N: usize> Secret for [u8; N] {
    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.to_vec())
    }
    fn restore(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

impl Secret for String {
    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.as_bytes().to_vec())
    }
    fn restore(bytes: &[u8]) -> Option<Self> {
        String::from_utf8(bytes.to_vec()).ok()
    }
}

impl Secret for SecretString {
    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.expose_secret().as_bytes().to_vec())
    }
    fn restore(bytes: &[u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok().map(Self::from)
    }
}

impl Secret for Zeroizing<[u8; 32]> {
    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.to_vec())
    }
    fn restore(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Zeroizing::new)
    }
}
