//! Chance, passed in.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use crate::Timestamp;

/// A source of randomness: cryptographically strong when made from the operating system,
/// repeatable when made from a seed. Clones share one stream.
#[derive(Clone)]
pub struct Entropy(Arc<Mutex<ChaCha20Rng>>);

impl Entropy {
    /// Seeded from the operating system. Called by the composition root alone.
    pub fn from_os() -> Self {
        Self(Arc::new(Mutex::new(rand::make_rng())))
    }

    /// A repeatable stream, for tests and the demo's generator. Never for a running house.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// Fills `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0_u8; N];
        self.fill(&mut out);
        out
    }

    /// Fills a slice with random bytes.
    pub fn fill(&self, out: &mut [u8]) {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rng.fill_bytes(out);
    }

    /// A uniformly drawn number below `bound` (0 when `bound` is 0).
    pub fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Rejection keeps the draw uniform.
        let zone = u64::MAX - (u64::MAX % bound);
        loop {
            let n = u64::from_le_bytes(self.bytes());
            if n < zone {
                return n % bound;
            }
        }
    }

    /// A version 7 UUID (RFC 9562, section 5.7): sorts by the given time.
    pub fn uuid_v7(&self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// An unguessable URL-safe token of 256 bits in lower-case hex.
    pub fn token(&self) -> String {
        let bytes: [u8; 32] = self.bytes();
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// `len` characters a person can read aloud: no 0/O, 1/I/L, no vowels that spell words.
    pub fn readable_code(&self, len: usize) -> String {
        const ALPHABET: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXYZ";
        (0..len)
            .map(|_| {
                let at = usize::try_from(self.below(ALPHABET.len() as u64)).unwrap_or(0);
                char::from(ALPHABET[at])
            })
            .collect()
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_uuids_sort_by_time() {
        let a = Entropy::seeded(7);
        let b = Entropy::seeded(7);
        assert_eq!(a.token(), b.token());
        let early = chrono::DateTime::from_timestamp_millis(1_000).unwrap();
        let late = chrono::DateTime::from_timestamp_millis(2_000).unwrap();
        assert!(a.uuid_v7(early) < a.uuid_v7(late));
        assert_eq!(a.uuid_v7(late).get_version_num(), 7);
        assert_eq!(a.readable_code(8).len(), 8);
    }
}
