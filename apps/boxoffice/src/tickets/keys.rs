//! Each event signs its tickets with keys of its own, numbered, so that one can be replaced.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use ed25519_dalek::{SigningKey, VerifyingKey};
use platform_db::{Db, DbError, Service};
use platform_keyring::{Keyring, KeyringError};
use platform_types::{Actor, Entropy, EventId};

use super::code::HIGHEST_KEY;
use crate::BoxOffice;

/// The key with which an event's next tickets are signed.
#[derive(Clone)]
pub struct EventKey {
    /// Its number within the event.
    pub number: u16,
    /// Its secret half.
    pub signing: SigningKey,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The vault's fault.
    #[error(transparent)]
    Vault(#[from] KeyringError),
    /// The stored key is damaged.
    #[error("the signing key of event {0} is damaged")]
    Damaged(EventId),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Where the keys come from.
#[async_trait]
pub trait TicketKeys: Send + Sync {
    /// The event's newest key, made when it has none.
    async fn current(&self, event: EventId) -> Result<EventKey, KeyError>;
    /// The public half of one of the event's keys.
    async fn verifying(&self, event: EventId, number: u16) -> Result<Option<VerifyingKey>, KeyError>;
}

/// The event's newest key.
pub async fn signing_key(shop: &BoxOffice, event: EventId) -> Result<EventKey, KeyError> {
    shop.keys().current(event).await
}

/// Keys kept in the vault, secret halves sealed.
pub struct VaultKeys {
    db: Db,
    entropy: Entropy,
    keyring: Keyring,
    known: Mutex<HashMap<EventId, Vec<EventKey>>>,
}

const PURPOSE: &str = "ticket";

impl VaultKeys {
    /// Over an opened keyring.
    pub fn new(db: Db, entropy: Entropy, keyring: Keyring) -> Self {
        Self { db, entropy, keyring, known: Mutex::default() }
    }

    fn remembered(&self, event: EventId) -> Option<Vec<EventKey>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&event).cloned()
    }

    /// All keys of an event, oldest first; makes the first one when asked to.
    async fn load(&self, event: EventId, make: bool) -> Result<Vec<EventKey>, KeyError> {
        let mut tx = self.db.as_service(Service::Vault, &Actor::system("ticket keys")).await?;
        // Two nodes that sell the first ticket at once make one key.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind(format!("ticket-key:{event}"))
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let mut rows = self.keyring.signing_keys_of(&mut tx, PURPOSE, Some(event.0)).await?;
        if rows.is_empty() && make {
            let now = self.db.clock().now();
            rows.push(self.keyring.create_signing_key(&mut tx, &self.entropy, now, PURPOSE, Some(event.0)).await?);
            tx.commit().await?;
        }
        let mut keys = Vec::new();
        for row in rows {
            keys.push(EventKey {
                number: u16::try_from(row.number).ok().filter(|n| *n <= HIGHEST_KEY).ok_or(KeyError::Damaged(event))?,
                signing: self.keyring.open_private(&row)?,
            });
        }
        keys.sort_by_key(|k| k.number);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // A thousand events' keys are a few hundred kilobytes; more are read again.
        if known.len() >= 1_000 {
            known.clear();
        }
        known.insert(event, keys.clone());
        Ok(keys)
    }
}

#[async_trait]
impl TicketKeys for VaultKeys {
    async fn current(&self, event: EventId) -> Result<EventKey, KeyError> {
        if let Some(key) = self.remembered(event).and_then(|keys| keys.last().cloned()) {
            return Ok(key);
        }
        self.load(event, true).await?.last().cloned().ok_or(KeyError::Damaged(event))
    }

    async fn verifying(&self, event: EventId, number: u16) -> Result<Option<VerifyingKey>, KeyError> {
        let find = |keys: &[EventKey]| keys.iter().find(|k| k.number == number).map(|k| k.signing.verifying_key());
        if let Some(key) = self.remembered(event).and_then(|keys| find(&keys)) {
            return Ok(Some(key));
        }
        Ok(find(&self.load(event, false).await?))
    }
}
