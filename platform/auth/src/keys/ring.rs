//! Where the seeds come from: the keyring, sealed in the database.

use chrono::Duration;
use platform_db::{Db, DbError, Service, Tx};
use platform_keyring::{Keyring, KeyringError};
use platform_types::{Actor, Entropy, Timestamp};

use super::{AuthKeys, NoKey, Seed};
use crate::api_keys::SYSTEM;
use crate::session::ACCESS;

const TOKENS: &str = "access_token";
const SYSTEMS: &str = "system_token";
const GUESTS: &str = "guest";

/// A new key signs nothing before every node that reads the keyring once a minute knows it.
const SPREAD: Duration = Duration::minutes(2);

/// Why the keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// None there.
    #[error(transparent)]
    None(#[from] NoKey),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl AuthKeys {
    /// Reads the keys, making the first ones where there are none. Call it at start and every minute, and hand
    /// the outcome to [`crate::Auth::replace_keys`]: so a rotation on one node reaches all.
    pub async fn load(db: &Db, keyring: &Keyring, entropy: &Entropy) -> Result<Self, KeysError> {
        let mut tx = vault(db).await?;
        // Two nodes that start at once make one first key, not two.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('platform-auth keys', 0))")
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let now = db.clock().now();
        let tokens = seeds(&mut tx, keyring, entropy, now, TOKENS, Some(now - ACCESS - SPREAD)).await?;
        let systems = seeds(&mut tx, keyring, entropy, now, SYSTEMS, Some(now - SYSTEM - SPREAD)).await?;
        let guests = seeds(&mut tx, keyring, entropy, now, GUESTS, None).await?;
        tx.commit().await?;
        Ok(Self::new(&tokens, guests)?.with_systems(&systems))
    }

    /// Makes new keys and retires the present ones, which go on verifying what they signed. `tx` is the vault's
    /// door: whoever rotates more than these keys does it in one transaction.
    pub async fn rotate(tx: &mut Tx, keyring: &Keyring, entropy: &Entropy, now: Timestamp) -> Result<(), KeysError> {
        for purpose in [TOKENS, SYSTEMS, GUESTS] {
            for old in keyring.signing_keys_of(tx, purpose, None).await? {
                keyring.retire_signing_key(tx, old.id, now).await?;
            }
            keyring.create_signing_key(tx, entropy, now, purpose, None).await?;
        }
        Ok(())
    }
}

async fn vault(db: &Db) -> Result<Tx, DbError> {
    db.as_service(Service::Vault, &Actor::system("keys of sign-in")).await
}

/// The one that signs first, then those that only verify. Keys retired before `forgotten` are left out.
async fn seeds(
    tx: &mut Tx,
    keyring: &Keyring,
    entropy: &Entropy,
    now: Timestamp,
    purpose: &str,
    forgotten: Option<Timestamp>,
) -> Result<Vec<Seed>, KeysError> {
    let mut rows = keyring.signing_keys_of(tx, purpose, None).await?;
    if rows.iter().all(|row| row.retired_at.is_some()) {
        rows.insert(0, keyring.create_signing_key(tx, entropy, now, purpose, None).await?);
    }
    rows.retain(|row| forgotten.is_none_or(|limit| row.retired_at.is_none_or(|at| at > limit)));
    // Until the newest has spread, the one before it signs, retired or not.
    let known_everywhere = rows.iter().position(|row| row.created_at + SPREAD <= now);
    if let Some(first) = known_everywhere {
        let signs = rows.remove(first);
        rows.insert(0, signs);
    }
    rows.iter().map(|row| Ok(Seed { id: row.id.to_string(), secret: *keyring.open_seed(row)? })).collect()
}
