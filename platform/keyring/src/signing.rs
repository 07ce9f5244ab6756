//! Signing keys (Ed25519): one pair per number, purpose and subject; the private half is sealed.

use platform_types::{Entropy, Timestamp};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Binding, Keyring, KeyringError, Sealed, SigningKey, VerifyingKey};

/// A signing key as stored.
#[derive(Clone, Debug, FromRow)]
pub struct SigningKeyRow {
    /// Its id; public, fit for a JWT's `kid`.
    pub id: Uuid,
    /// What it signs: `ticket`, `access_token`, …
    pub purpose: String,
    /// What it speaks for, such as an event.
    pub subject: Option<Uuid>,
    /// Short name within purpose and subject, as codes carry it: 1 to 65535.
    pub number: i32,
    public_key: Vec<u8>,
    sealed_private: Sealed<[u8; 32]>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it signs nothing new.
    pub retired_at: Option<Timestamp>,
}

impl SigningKeyRow {
    /// The public half.
    pub fn verifying_key(&self) -> Result<VerifyingKey, KeyringError> {
        let bytes: [u8; 32] = self.public_key.as_slice().try_into().map_err(|_| KeyringError::Damaged(self.id))?;
        VerifyingKey::from_bytes(&bytes).map_err(|_| KeyringError::Damaged(self.id))
    }
}

fn place(id: Uuid) -> Binding {
    Binding::new("vault.signing_keys", "sealed_private", id)
}

impl Keyring {
    /// A new key with the next number. The ones before keep signing until they are retired.
    pub async fn create_signing_key(
        &self,
        conn: &mut PgConnection,
        entropy: &Entropy,
        now: Timestamp,
        purpose: &str,
        subject: Option<Uuid>,
    ) -> Result<SigningKeyRow, KeyringError> {
        // Numbers are given one after another, however many ask at once.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('vault.signing_keys ' || $1 || coalesce($2::text, ''), 0))")
            .bind(purpose)
            .bind(subject)
            .execute(&mut *conn)
            .await?;
        let last: i32 = sqlx::query_scalar(
            "SELECT coalesce(max(number), 0) FROM vault.signing_keys WHERE purpose = $1 AND subject IS NOT DISTINCT FROM $2",
        )
        .bind(purpose)
        .bind(subject)
        .fetch_one(&mut *conn)
        .await?;
        if last >= i32::from(u16::MAX) {
            return Err(KeyringError::NumbersUsedUp);
        }
        let id = entropy.uuid_v7(now);
        let seed = Zeroizing::new(entropy.bytes::<32>());
        let row = SigningKeyRow {
            id,
            purpose: purpose.to_owned(),
            subject,
            number: last + 1,
            public_key: SigningKey::from_bytes(&seed).verifying_key().to_bytes().to_vec(),
            sealed_private: self.seal(&place(id), &*seed)?,
            created_at: now,
            retired_at: None,
        };
        insert(conn, &row).await?;
        Ok(row)
    }

    /// All keys of a subject, newest first, retired ones too: their signatures still count.
    pub async fn signing_keys_of(
        &self,
        conn: &mut PgConnection,
        purpose: &str,
        subject: Option<Uuid>,
    ) -> Result<Vec<SigningKeyRow>, KeyringError> {
        let rows = sqlx::query_as(
            "SELECT id, purpose, subject, number, public_key, sealed_private, created_at, retired_at
             FROM vault.signing_keys WHERE purpose = $1 AND subject IS NOT DISTINCT FROM $2 ORDER BY number DESC",
        )
        .bind(purpose)
        .bind(subject)
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows)
    }

    /// The key signs nothing new from now on. Answers whether it still did.
    pub async fn retire_signing_key(&self, conn: &mut PgConnection, id: Uuid, now: Timestamp) -> Result<bool, KeyringError> {
        let done = sqlx::query("UPDATE vault.signing_keys SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL")
            .bind(id)
            .bind(now)
            .execute(&mut *conn)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The secret the pair is made from: for other uses of the same 256 bits, such as an HMAC key.
    /// Signing wants [`Keyring::open_private`].
    pub fn open_seed(&self, row: &SigningKeyRow) -> Result<Zeroizing<[u8; 32]>, KeyringError> {
        Ok(Zeroizing::new(self.open(&place(row.id), &row.sealed_private)?))
    }

    /// The pair, able to sign. Refuses a row whose public half is another key's.
    pub fn open_private(&self, row: &SigningKeyRow) -> Result<SigningKey, KeyringError> {
        let key = SigningKey::from_bytes(&*self.open_seed(row)?);
        if key.verifying_key() == row.verifying_key()? { Ok(key) } else { Err(KeyringError::Damaged(row.id)) }
    }
}

async fn insert(conn: &mut PgConnection, row: &SigningKeyRow) -> Result<(), KeyringError> {
    sqlx::query("INSERT INTO vault.signing_keys (id, purpose, subject, number, public_key, sealed_private, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.id)
        .bind(&row.purpose)
        .bind(row.subject)
        .bind(row.number)
        .bind(&row.public_key)
        .bind(&row.sealed_private)
        .bind(row.created_at)
        .execute(conn)
        .await?;
    Ok(())
}
