//! People: signing up, confirming, signing in, links, passwords.

mod confirm;
mod create;
mod directory;
mod link;
mod one_time;
mod own_data;
mod own_password;
mod profile;
pub(crate) mod queries;
pub(crate) mod record;
mod reset;
mod sign_in;
mod sign_up;
mod sweep;

use std::time::Duration;

use tokio::time::Instant;

pub use confirm::PendingConfirmation;
pub use create::{AddPersonError, Added, NewPerson};
pub use directory::{
    Listed, LockError, OthersSession, PeopleFilter, PersonState, RoleOf, find_listed, id_of_address, list_people, names_of, roles_of,
    sessions_of,
};
pub use one_time::RedeemError;
pub use own_data::{ChangeOwnError, OwnChange};
pub use own_password::ChangePasswordError;
pub use profile::Profile;
pub use record::UserRecord;
pub use reset::ResetError;
pub use sign_in::{SignIn, SignInError};
pub use sign_up::{SignUp, SignUpError};
pub use sweep::Swept;

use crate::TooManyAttempts;
use crate::mail::NotQueued;
use crate::password::HashingFailed;
use platform_db::DbError;
use platform_keyring::OpenError;

/// Why a mail was not asked for. Never because the address is unknown.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for RequestError {
    fn from(error: DbError) -> Self {
        Self::Broken(error.into())
    }
}

/// A fault of ours while a use case ran.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The hasher.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// The outbox.
    #[error(transparent)]
    Mail(#[from] NotQueued),
    /// A sealed secret does not open.
    #[error(transparent)]
    Sealed(#[from] OpenError),
    /// There is nothing to seal secrets with.
    #[error("this house was put together without a keyring")]
    NoKeyring,
}

/// Waits until `floor` has passed since `start`, so that the time of an answer does not tell what was found.
/// Real time on purpose: it is what somebody outside can measure.
async fn evenly(start: Instant, floor: Duration) {
    tokio::time::sleep_until(start + floor).await;
}
