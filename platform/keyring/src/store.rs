//! Data keys in `vault.keys`. Every function wants a transaction through the vault's door.

use std::collections::HashMap;

use platform_types::{Entropy, Timestamp};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::crypto::{DataKey, Keys, Sealed, bind};
use crate::{Keyring, MasterKey, MasterKeyError, MasterKeyFile, OpenError};

/// Data keys for sealed columns.
const PURPOSE: &str = "data";

/// One writer of keys at a time, in whatever process.
const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('vault.keys', 0))";

/// Why keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The keys in the database were wrapped by another master key.
    #[error("the master key does not fit this database; put back the file or setting it was made with")]
    WrongMaster,
    /// The file or setting of the master key.
    #[error(transparent)]
    Master(#[from] MasterKeyError),
    /// A value does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// All 65,535 numbers of a subject's signing keys are used.
    #[error("this subject has used up its signing keys")]
    NumbersUsedUp,
    /// A row of the vault holds something that is no key.
    #[error("signing key {0} is damaged")]
    Damaged(Uuid),
}

impl KeyringError {
    /// Stable code for logs and answers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongMaster => "keyring.wrong_master",
            Self::Master(_) => "keyring.master_key",
            Self::Open(_) => "keyring.sealed",
            Self::Database(_) => "keyring.database",
            Self::NumbersUsedUp => "keyring.numbers_used_up",
            Self::Damaged(_) => "keyring.damaged",
        }
    }
}

impl Keyring {
    /// Unwraps the data keys; makes the first one in an empty vault.
    pub async fn load(conn: &mut PgConnection, master: &MasterKey, entropy: &Entropy, now: Timestamp) -> Result<Self, KeyringError> {
        let ring = Self::empty(entropy.clone());
        ring.reload(conn, master).await?;
        if ring.current_key().is_none() {
            sqlx::query(LOCK).execute(&mut *conn).await?;
            // Whoever held the lock before may have made it.
            ring.reload(conn, master).await?;
            if ring.current_key().is_none() {
                ring.add_key(conn, master, now).await?;
                ring.reload(conn, master).await?;
            }
        }
        Ok(ring)
    }

    /// As [`Keyring::load`], with the key from its file. Ends a change of the master key that a
    /// crash left unfinished: the database tells which of the two keys is the right one.
    pub async fn load_with_file(
        conn: &mut PgConnection,
        file: &MasterKeyFile,
        entropy: &Entropy,
        now: Timestamp,
    ) -> Result<(Self, MasterKey), KeyringError> {
        let master = file.read_or_create(entropy)?;
        match (Self::load(conn, &master, entropy, now).await, file.staged()?) {
            (Ok(ring), _) => Ok((ring, master)),
            (Err(KeyringError::WrongMaster), Some(next)) => {
                let ring = Self::load(conn, &next, entropy, now).await?;
                file.adopt_staged()?;
                Ok((ring, next))
            }
            (Err(e), _) => Err(e),
        }
    }

    /// Reads the keys again: after a rotation on another node.
    pub async fn reload(&self, conn: &mut PgConnection, master: &MasterKey) -> Result<(), KeyringError> {
        let rows: Vec<(Uuid, Vec<u8>, bool)> = sqlx::query_as("SELECT id, wrapped, retired_at IS NULL FROM vault.keys WHERE purpose = $1")
            .bind(PURPOSE)
            .fetch_all(&mut *conn)
            .await?;
        let mut keys = Keys { current: None, by_id: HashMap::new() };
        for (id, wrapped, current) in rows {
            keys.by_id.insert(id, unwrap(master, id, &wrapped)?);
            if current {
                keys.current = Some(id);
            }
        }
        self.replace(keys);
        Ok(())
    }

    /// A new data key seals from now on; the old ones still open what they sealed. Sealed rows are
    /// moved to the new key by [`Keyring::reseal`], whenever it suits their owners.
    ///
    /// The new key is used by this ring at once; if the transaction is rolled back, reload.
    pub async fn rotate(&self, conn: &mut PgConnection, master: &MasterKey, now: Timestamp) -> Result<(), KeyringError> {
        sqlx::query(LOCK).execute(&mut *conn).await?;
        sqlx::query("UPDATE vault.keys SET retired_at = $2 WHERE purpose = $1 AND retired_at IS NULL")
            .bind(PURPOSE)
            .bind(now)
            .execute(&mut *conn)
            .await?;
        self.add_key(conn, master, now).await?;
        self.reload(conn, master).await
    }

    /// Wraps every data key anew: `old` opens none of them once this is committed. Values stay as
    /// they are.
    pub async fn rewrap(&self, conn: &mut PgConnection, old: &MasterKey, new: &MasterKey) -> Result<(), KeyringError> {
        sqlx::query(LOCK).execute(&mut *conn).await?;
        let rows: Vec<(Uuid, Vec<u8>)> = sqlx::query_as("SELECT id, wrapped FROM vault.keys FOR UPDATE").fetch_all(&mut *conn).await?;
        for (id, wrapped) in rows {
            let key = unwrap(old, id, &wrapped)?;
            let wrapped = wrap(new, id, &key, self.entropy())?;
            sqlx::query("UPDATE vault.keys SET wrapped = $2 WHERE id = $1").bind(id).bind(wrapped).execute(&mut *conn).await?;
        }
        Ok(())
    }

    async fn add_key(&self, conn: &mut PgConnection, master: &MasterKey, now: Timestamp) -> Result<(), KeyringError> {
        let id = self.entropy().uuid_v7(now);
        let wrapped = wrap(master, id, &DataKey::new(self.entropy().bytes()), self.entropy())?;
        sqlx::query("INSERT INTO vault.keys (id, purpose, wrapped, created_at) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(PURPOSE)
            .bind(wrapped)
            .bind(now)
            .execute(&mut *conn)
            .await?;
        Ok(())
    }
}

/// A wrapped key is bound to its row as every sealed value is; its "data key" is the master key.
fn wrap(master: &MasterKey, id: Uuid, key: &DataKey, entropy: &Entropy) -> Result<Vec<u8>, KeyringError> {
    let nonce = entropy.bytes();
    let text = master.0.encrypt(nonce, key.bytes(), &context(id)).ok_or(KeyringError::WrongMaster)?;
    Ok(Sealed::<[u8; 32]>::new(Uuid::nil(), nonce, text).to_bytes())
}

fn unwrap(master: &MasterKey, id: Uuid, wrapped: &[u8]) -> Result<DataKey, KeyringError> {
    let sealed = Sealed::<[u8; 32]>::from_bytes(wrapped)?;
    let plain = master.0.decrypt(sealed.nonce(), sealed.text(), &context(id)).ok_or(KeyringError::WrongMaster)?;
    let bytes = plain.as_slice().try_into().map_err(|_| KeyringError::Damaged(id))?;
    Ok(DataKey::new(bytes))
}

fn context(id: Uuid) -> Vec<u8> {
    bind(&[b"callboard data key", id.as_bytes()])
}
