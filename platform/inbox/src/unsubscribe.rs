//! Ending mails of one kind with one click, without a sign-in (RFC 8058): the address names person and kind, signed by the house.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use platform_db::{Db, DbError, Service};
use platform_keyring::{Keyring, KeyringError};
use platform_types::{Actor, Entropy, UserId};
use sha2::Sha256;
use uuid::Uuid;

const PURPOSE: &str = "unsubscribe";
/// Bytes of the signature that an address carries: 128 bits nobody guesses.
const TAG: usize = 16;

/// Why the keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum UnsubscribeKeysError {
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What signs such addresses: the newest key; older ones still count, because mails are kept for years.
#[derive(Clone)]
pub struct UnsubscribeKeys(Arc<Vec<[u8; 32]>>);

impl std::fmt::Debug for UnsubscribeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnsubscribeKeys({})", self.0.len())
    }
}

impl UnsubscribeKeys {
    /// From secrets, the one that signs first; without any nothing is signed and nothing counts.
    pub fn of(secrets: Vec<[u8; 32]>) -> Self {
        Self(Arc::new(secrets))
    }

    /// Reads them, making the first where there is none.
    pub async fn load(db: &Db, keyring: &Keyring, entropy: &Entropy) -> Result<Self, UnsubscribeKeysError> {
        let mut tx = db.as_service(Service::Vault, &Actor::system("keys of mails")).await?;
        // Two programs that start at once make one first key, not two.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('platform-inbox keys', 0))")
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let mut rows = keyring.signing_keys_of(&mut tx, PURPOSE, None).await?;
        if rows.is_empty() {
            rows.push(keyring.create_signing_key(&mut tx, entropy, db.clock().now(), PURPOSE, None).await?);
        }
        let secrets = rows.iter().map(|row| keyring.open_seed(row).map(|seed| *seed)).collect::<Result<_, _>>()?;
        tx.commit().await?;
        Ok(Self::of(secrets))
    }

    /// The path that ends mails of `kind` to `user`.
    pub(crate) fn path(&self, user: UserId, kind: &str) -> Option<String> {
        let tag = tag(self.0.first()?, user, kind)?;
        let name = [user.0.as_bytes(), tag.get(..TAG)?].concat();
        Some(format!("/unsubscribe/{}/{kind}", URL_SAFE_NO_PAD.encode(name)))
    }

    /// Whose mails a token and a kind end; none where this house did not sign it.
    pub(crate) fn read(&self, token: &str, kind: &str) -> Option<UserId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (user, signed) = bytes.split_at_checked(16)?;
        let user = UserId(Uuid::from_slice(user).ok()?);
        let is_ours = |secret| mac(secret, user, kind).is_some_and(|mac| mac.verify_truncated_left(signed).is_ok());
        (signed.len() == TAG && self.0.iter().any(is_ours)).then_some(user)
    }
}

fn mac(secret: &[u8; 32], user: UserId, kind: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of every length (RFC 2104).
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(b"unsubscribe ");
    mac.update(user.0.as_bytes());
    mac.update(kind.as_bytes());
    Some(mac)
}

fn tag(secret: &[u8; 32], user: UserId, kind: &str) -> Option<[u8; 32]> {
    Some(mac(secret, user, kind)?.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_for_its_person_and_kind_alone_and_outlives_a_rotation() {
        let (old, new) = ([1; 32], [2; 32]);
        let (ada, bob) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let path = UnsubscribeKeys::of(vec![old]).path(ada, "order.paid").unwrap();
        let token = path.strip_prefix("/unsubscribe/").unwrap().strip_suffix("/order.paid").unwrap();
        let keys = UnsubscribeKeys::of(vec![new, old]);
        assert_eq!(keys.read(token, "order.paid"), Some(ada));
        assert_eq!(keys.read(token, "order.refunded"), None);
        assert_eq!(UnsubscribeKeys::of(vec![new]).read(token, "order.paid"), None, "another house's");
        let mut forged = URL_SAFE_NO_PAD.decode(token).unwrap();
        forged[..16].copy_from_slice(bob.0.as_bytes());
        assert_eq!(keys.read(&URL_SAFE_NO_PAD.encode(forged), "order.paid"), None);
        for broken in ["", "x", &token[..20], &format!("{token}AA")] {
            assert_eq!(keys.read(broken, "order.paid"), None, "{broken}");
        }
    }
}
