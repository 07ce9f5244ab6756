//! Passwords: argon2id, a few at a time, off the request threads.

mod rule;

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use platform_types::{Entropy, ExposeSecret, SecretString};
use tokio::sync::Semaphore;

pub use rule::{PasswordError, PasswordRule};

/// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Why a password could not be hashed or compared: a fault of the house, never of the person.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashingFailed(String);

/// Hashes and compares. Cheap to clone; all clones share one allowance of memory and cores.
#[derive(Clone)]
pub struct Passwords {
    hasher: Argon2<'static>,
    /// One permit per core: each hash fills its core and 19 MiB.
    permits: Arc<Semaphore>,
    entropy: Entropy,
    /// What is compared when there is no account, so that it takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// Takes the time of one hash.
    pub fn new(entropy: &Entropy) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let hasher = hasher();
        // Never equal to anything: the password is thrown away here.
        let nobody = hash(&hasher, entropy.token().as_bytes(), &entropy.bytes()).unwrap_or_default();
        Self { hasher, permits: Arc::new(Semaphore::new(cores)), entropy: entropy.clone(), nobody: nobody.into() }
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: &SecretString) -> Result<String, HashingFailed> {
        let (hasher, password, salt) = (self.hasher.clone(), password.clone(), self.entropy.bytes());
        self.run(move || hash(&hasher, password.expose_secret().as_bytes(), &salt)).await
    }

    /// Whether the password is the one behind `stored`. Takes the same work without an account.
    pub async fn verify(&self, password: &SecretString, stored: Option<&str>) -> Result<bool, HashingFailed> {
        let known = stored.is_some();
        let (hasher, password, phc) = (self.hasher.clone(), password.clone(), stored.unwrap_or(&self.nobody).to_owned());
        let same = self.run(move || compare(&hasher, password.expose_secret().as_bytes(), &phc)).await?;
        Ok(known && same)
    }

    /// Whether a stored hash was made with other parameters than today's.
    pub fn is_outdated(stored: &str) -> bool {
        PasswordHash::new(stored).ok().and_then(|hash| Params::try_from(&hash).ok().map(|p| (hash, p))).is_none_or(|(hash, params)| {
            hash.algorithm != Algorithm::Argon2id.ident()
                || params.m_cost() != MEMORY_KIB
                || params.t_cost() != PASSES
                || params.p_cost() != LANES
        })
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, HashingFailed> + Send + 'static) -> Result<T, HashingFailed> {
        let failed = |e: &dyn std::fmt::Display| HashingFailed(e.to_string());
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|e| failed(&e))?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|e| failed(&e))?
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

fn hasher() -> Argon2<'static> {
    // The constants are within argon2's bounds; were they not, its own defaults are OWASP's too.
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(hasher: &Argon2<'_>, password: &[u8], salt: &[u8; 16]) -> Result<String, HashingFailed> {
    let hash: PasswordHash = hasher.hash_password_with_salt(password, salt).map_err(|e| HashingFailed(e.to_string()))?;
    Ok(hash.to_string())
}

fn compare(hasher: &Argon2<'_>, password: &[u8], phc: &str) -> Result<bool, HashingFailed> {
    use argon2::password_hash::Error;
    match hasher.verify_password(password, phc) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(e) => Err(HashingFailed(e.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_and_no_other() {
        let passwords = Passwords::new(&Entropy::seeded(3));
        let right = SecretString::from("correct horse battery");
        let stored = passwords.hash(&right).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(&right, Some(&stored)).await.unwrap());
        assert!(!passwords.verify(&SecretString::from("wrong"), Some(&stored)).await.unwrap());
        assert!(!Passwords::is_outdated(&stored));
        assert!(Passwords::is_outdated(&stored.replace("t=2", "t=1")));
        assert_ne!(stored, passwords.hash(&right).await.unwrap(), "a salt of its own");
    }

    #[tokio::test]
    async fn without_an_account_the_same_work_is_done() {
        let passwords = Passwords::new(&Entropy::seeded(3));
        assert!(!Passwords::is_outdated(&passwords.nobody), "compared with the parameters of real ones");
        let time = async |stored: Option<&str>| {
            let start = std::time::Instant::now();
            for _ in 0..4 {
                assert!(!passwords.verify(&SecretString::from("guess"), stored).await.unwrap());
            }
            start.elapsed().as_secs_f64()
        };
        let stored = passwords.hash(&SecretString::from("correct horse battery")).await.unwrap();
        let (known, unknown) = (time(Some(&stored)).await, time(None).await);
        // Skipping the hash would make it thousands of times faster.
        assert!((0.2..5.0).contains(&(unknown / known)), "{unknown} s against {known} s");
    }
}
