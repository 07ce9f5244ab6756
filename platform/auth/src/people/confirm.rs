//! Confirm an address by the link of a sign-up, and sign in.

use platform_db::DbError;

use super::one_time::Purpose;
use super::{RedeemError, one_time, queries};
use crate::audit;
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin};

/// What a confirmation link is about, before the button is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingConfirmation {
    /// The address.
    pub email: String,
    /// The name given at that sign-up; may be empty.
    pub full_name: String,
}

impl Auth {
    /// What a confirmation link would confirm; `None` where it no longer works. Changes nothing: mail scanners open links.
    pub async fn pending_confirmation(&self, token: &str) -> Result<Option<PendingConfirmation>, DbError> {
        let mut tx = self.db().as_system("showing what a link confirms").await?;
        let found = one_time::peek(&mut tx, token, Purpose::Confirm).await?;
        Ok(found.map(|(email, meta)| {
            let full_name = meta.as_ref().and_then(|m| m["full_name"].as_str()).unwrap_or_default().to_owned();
            PendingConfirmation { email, full_name }
        }))
    }

    /// Takes a confirmation link: the address is proven, the password and name of that very sign-up count.
    pub async fn confirm(&self, token: &str, client: Client, origin: &Origin) -> Result<SignedIn, RedeemError> {
        let mut tx = self.db().as_system("confirming an address").await?;
        let redeemed = one_time::take(&mut tx, token, Purpose::Confirm).await?;
        audit::acts_as(&mut tx, Some(redeemed.user), origin).await?;
        audit::about(&mut tx, "auth.address_confirmed", Some(redeemed.user)).await?;
        if let Some(hash) = &redeemed.password {
            queries::set_password(&mut tx, redeemed.user, hash, None).await?;
        }
        if let Some(meta) = &redeemed.meta {
            sqlx::query!(
                r#"WITH person AS (UPDATE auth.users SET raw_user_meta_data = raw_user_meta_data || $2 WHERE id = $1 RETURNING id)
                   UPDATE public.platform_users p SET full_name = coalesce($2::jsonb ->> 'full_name', p.full_name), locale = coalesce($2::jsonb ->> 'locale', p.locale)
                   FROM person WHERE p.id = person.id"#,
                redeemed.user.0,
                meta
            )
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        }
        queries::prove_address(&mut tx, redeemed.user).await?;
        let signed_in = session::open(self, &mut tx, redeemed.user, client, Method::Signup, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
