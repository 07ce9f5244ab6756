//! Recovery codes: ten, shown once, kept as hashes, each good once.

use data_encoding::BASE32_NOPAD;
use platform_db::{DbError, Tx};
use platform_types::{Actor, UserId};
use sha2::{Digest, Sha256};

use super::{FactorError, Proof, RECOVERY_CODES, has_verified, themself};
use crate::mail::SecurityChange;
use crate::{Auth, audit};

/// 80 random bits as sixteen letters and digits in four groups: `abcd-efgh-ijkl-mnop`.
fn make(auth: &Auth) -> String {
    let bytes: [u8; 10] = auth.entropy().bytes();
    let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
    text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join("-")
}

/// What is kept of a code, however it was typed; `None` for what never was one.
fn hash(user: UserId, code: &str) -> Option<[u8; 32]> {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    (letters.len() == 16).then(|| Sha256::new().chain_update(user.0.as_bytes()).chain_update(letters).finalize().into())
}

/// New codes; the old ones are void.
pub(super) async fn renew(auth: &Auth, tx: &mut Tx, user: UserId) -> Result<Vec<String>, DbError> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| make(auth)).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().filter_map(|code| hash(user, code)).map(|hash| hash.to_vec()).collect();
    sqlx::query!("DELETE FROM auth.recovery_codes WHERE user_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!("INSERT INTO auth.recovery_codes (user_id, hash) SELECT $1, h FROM unnest($2::bytea[]) h", user.0, &hashes[..])
        .execute(&mut **tx)
        .await?;
    Ok(codes)
}

/// Takes a code; how many are left. Of two who use one at once, the second waits for the first and finds it used.
pub(super) async fn take(tx: &mut Tx, user: UserId, code: &str) -> Result<Option<u32>, DbError> {
    let Some(hash) = hash(user, code) else { return Ok(None) };
    let taken = sqlx::query_scalar!(
        "UPDATE auth.recovery_codes SET used_at = clock.now() WHERE user_id = $1 AND hash = $2 AND used_at IS NULL RETURNING user_id",
        user.0,
        &hash[..]
    )
    .fetch_optional(&mut **tx)
    .await?;
    if taken.is_none() {
        return Ok(None);
    }
    let left = sqlx::query_scalar!(r#"SELECT count(*) AS "left!" FROM auth.recovery_codes WHERE user_id = $1 AND used_at IS NULL"#, user.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Some(u32::try_from(left).unwrap_or(0)))
}

impl Auth {
    /// Makes new recovery codes for whoever proves again that it is them; the old ones are void.
    pub async fn renew_recovery_codes(&self, actor: &Actor, proof: &Proof) -> Result<Vec<String>, FactorError> {
        let (user, _) = themself(actor)?;
        self.check_password_of(user, proof).await?;
        let mut tx = self.factor_tx(actor, user).await?;
        if !has_verified(&mut tx, user).await? {
            return Err(FactorError::Unknown);
        }
        self.check_code_of(&mut tx, user, proof).await?;
        let codes = renew(self, &mut tx, user).await?;
        audit::about(&mut tx, "auth.recovery_codes_renewed", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::NewRecoveryCodes).await?;
        tx.commit().await?;
        Ok(codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_each_persons_own() {
        let (ada, eve) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let code = "abcd-efgh-2345-mnop";
        assert_eq!(hash(ada, code), hash(ada, " ABCD EFGH 2345 MNOP "));
        assert_ne!(hash(ada, code), hash(eve, code));
        assert_eq!(hash(ada, "abcd"), None);
    }
}
