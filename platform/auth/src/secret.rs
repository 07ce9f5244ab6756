//! Unguessable strings, and what is stored of them.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use platform_types::Entropy;
use sha2::{Digest, Sha256};

/// 256 random bits as 64 lower-case hex characters. Prints as nothing but its name.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// A new one.
    pub fn new(entropy: &Entropy) -> Self {
        Self(entropy.token())
    }

    /// Reads what somebody sent; anything of another shape was never one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The text, for the cookie, the mail or the answer.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database keeps. A plain hash is enough: there is nothing to guess in 256 random bits.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// [`SecretToken::hash`] in hex, for Supabase's text columns.
    pub fn hash_hex(&self) -> String {
        hex(&self.hash())
    }

    /// The token that replaces this one. Whoever has this one *and* the nonce kept in the database can make
    /// it again, so that an answer lost on the way can be repeated although only hashes are stored.
    pub fn successor(&self, nonce: &[u8]) -> Self {
        Self(hex(&hmac_sha256(self.0.as_bytes(), nonce)))
    }
}

impl std::fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

/// HMAC-SHA-256; a key of any length is one.
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    mac(key, message).finalize().into_bytes().into()
}

/// Whether `tag` is the message's tag, compared in constant time.
pub(crate) fn hmac_is(key: &[u8], message: &[u8], tag: &[u8]) -> bool {
    mac(key, message).verify_slice(tag).is_ok()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104)")]
fn mac(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(message);
    mac
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Reads lower-case hex of exactly `N` bytes.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    let mut out = [0_u8; N];
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_successor_needs_both_halves_and_repeats() {
        let entropy = Entropy::seeded(1);
        let token = SecretToken::new(&entropy);
        let nonce: [u8; 32] = entropy.bytes();
        assert_eq!(token.successor(&nonce), token.successor(&nonce));
        assert_ne!(token.successor(&nonce), token.successor(&entropy.bytes::<32>()));
        assert_ne!(token.successor(&nonce), SecretToken::new(&entropy).successor(&nonce));
        assert_eq!(SecretToken::parse(token.successor(&nonce).expose()), Some(token.successor(&nonce)));
        assert!(SecretToken::parse("x").is_none());
        assert!(SecretToken::parse(&token.expose().to_uppercase()).is_none());
        assert_eq!(format!("{token:?}"), "SecretToken(…)");
    }

    #[test]
    fn hex_round_trips_and_refuses_the_rest() {
        assert_eq!(unhex::<3>(&hex(&[0, 15, 255])), Some([0, 15, 255]));
        assert_eq!(unhex::<3>("00ff"), None);
        assert_eq!(unhex::<2>("00€"), None);
        assert_eq!(unhex::<1>("zz"), None);
    }
}
