//! Change one's own account as programs do: password and what one tells about oneself, in one step.

use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Actor, ActorKind, NameError, PersonName, SecretString, UserId};
use serde_json::{Map, Value};

use super::ChangePasswordError;
use crate::{Auth, audit};

/// What shall be another.
#[derive(Debug, Default)]
pub struct OwnChange {
    /// The new password.
    pub password: Option<SecretString>,
    /// The present one; may be left out soon after signing in.
    pub present: Option<SecretString>,
    /// Added to what the person tells about themselves; `null` takes a key away. `full_name` and `locale` are the profile's.
    pub data: Map<String, Value>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeOwnError {
    /// The password.
    #[error(transparent)]
    Password(#[from] ChangePasswordError),
    /// What they call themselves.
    #[error("full_name: {0}")]
    Name(#[from] NameError),
    /// No language.
    #[error("locale: give a language like en, de or zh-Hant")]
    Locale,
    /// Too much.
    #[error("data: everything a person tells about themselves may take 4096 bytes as JSON; this would be more")]
    TooLarge,
    /// What PostgreSQL cannot keep.
    #[error("data: a text cannot hold the character NUL")]
    Nul,
    /// The database.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for ChangeOwnError {
    fn from(error: DbError) -> Self {
        let DbError::Query(query) = &error else { return Self::Database(error) };
        match (constraint_of(query), query.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref()) {
            (Some("platform_users_locale_check"), _) => Self::Locale,
            (Some("users_raw_user_meta_data_size"), _) => Self::TooLarge,
            // untranslatable_character: JSON with a NUL in it.
            (_, Some("22P05")) => Self::Nul,
            _ => Self::Database(error),
        }
    }
}

impl Auth {
    /// Changes the account of whoever asks: all of it, or nothing.
    pub async fn change_own(&self, actor: &Actor, change: OwnChange) -> Result<(), ChangeOwnError> {
        let ActorKind::User { id, session } = actor.kind else { return Err(ChangePasswordError::WrongPresent.into()) };
        let checked = match &change.password {
            Some(new) => {
                self.check_own_hands(actor, id).await?;
                Some(self.check_new_password((id, session), change.present.as_ref(), new).await?)
            }
            None => None,
        };
        let mut tx = self.own_account(actor, id).await?;
        if let Some(checked) = checked {
            self.set_own_password(&mut tx, id, session, checked).await?;
        }
        if !change.data.is_empty() {
            audit::about(&mut tx, "auth.profile_changed", Some(id)).await?;
            tell(&mut tx, id, change.data).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn tell(tx: &mut Tx, id: UserId, mut data: Map<String, Value>) -> Result<(), ChangeOwnError> {
    let full_name = match data.get("full_name") {
        None => None,
        Some(Value::Null) => Some(String::new()),
        Some(value) => Some(value.as_str().unwrap_or_default().parse::<PersonName>()?.to_string()),
    };
    let locale = match data.get("locale") {
        None => None,
        Some(value) => Some(value.as_str().ok_or(ChangeOwnError::Locale)?.to_owned()),
    };
    let gone: Vec<String> = data.iter().filter(|(_, value)| value.is_null()).map(|(key, _)| key.clone()).collect();
    data.retain(|_, value| !value.is_null());
    sqlx::query!(
        "UPDATE auth.users SET raw_user_meta_data = (raw_user_meta_data || $2) - $3::text[] WHERE id = $1",
        id.0,
        Value::Object(data),
        &gone[..]
    )
    .execute(&mut **tx)
    .await
    .map_err(DbError::from)?;
    sqlx::query!(
        "UPDATE public.platform_users SET full_name = coalesce($2, full_name), locale = coalesce($3, locale) WHERE id = $1",
        id.0,
        full_name,
        locale
    )
    .execute(&mut **tx)
    .await
    .map_err(DbError::from)?;
    Ok(())
}
