//! People added by the house: by an administrator at the machine, the demo, an import.

use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, PersonName, SecretString, UserId};

use super::{Broken, queries};
use crate::password::{HashingFailed, PasswordError};
use crate::{Auth, audit};

/// Somebody whose address needs no confirmation.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their address.
    pub email: EmailAddress,
    /// What they call themselves.
    pub full_name: PersonName,
    /// Their language (BCP 47).
    pub locale: String,
    /// A password; without one they sign in by link.
    pub password: Option<SecretString>,
}

/// Who was added, or was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The person.
    pub id: UserId,
    /// Whether they are new; who was there is left as they are.
    pub is_new: bool,
}

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum AddPersonError {
    /// The password will not do: the rule is the same for everybody.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for AddPersonError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

impl From<HashingFailed> for AddPersonError {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::Hashing(error))
    }
}

impl Auth {
    /// Who has this address. Behind the system door.
    pub async fn find_person(&self, tx: &mut Tx, email: &EmailAddress) -> Result<Option<UserId>, DbError> {
        Ok(queries::account(tx, email).await?.map(|account| account.id))
    }

    /// Adds a confirmed person, or finds the one who has this address and leaves their password as it is.
    pub async fn add_person(&self, person: NewPerson) -> Result<Added, AddPersonError> {
        let hash = match &person.password {
            Some(password) => {
                self.settings().password_rule.check(password, &person.email)?;
                Some(self.passwords().hash(password).await?)
            }
            None => None,
        };
        let now = self.clock().now();
        let meta = serde_json::json!({ "full_name": person.full_name, "locale": person.locale });
        let mut tx = self.db().as_system("adding a person").await?;
        let added = queries::add(&mut tx, UserId::new(self.entropy(), now), self.entropy().uuid_v7(now), &person.email, &meta).await?;
        let account = queries::account(&mut tx, &person.email).await?.ok_or(DbError::Query(sqlx::Error::RowNotFound))?;
        if let Some(hash) = hash.filter(|_| added) {
            queries::set_password(&mut tx, account.id, &hash, None).await?;
        }
        queries::prove_address(&mut tx, account.id).await?;
        if added {
            audit::about(&mut tx, "auth.person_added", Some(account.id)).await?;
        }
        tx.commit().await?;
        Ok(Added { id: account.id, is_new: added })
    }
}
