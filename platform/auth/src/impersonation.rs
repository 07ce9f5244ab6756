//! Support acts as somebody else, to see what they see and help them.
//!
//! Invariants: on the support person's own sign-in, which keeps its cookie; with a reason that the audit and the person keep;
//! for half an hour at most (`impersonations_half_an_hour`); both identities in every audit row and in the claims (`act`);
//! never somebody who runs more of the platform; nobody's credentials, powers or money change that way. Whoever holds
//! `users:impersonate_granted` alone acts only for people who allowed it, and only as long as they do.

use chrono::Duration;
use platform_audit::Entry;
use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Actor, EmailAddress, Timestamp, UserId};
use serde_json::json;

use crate::mail::SecurityChange;
use crate::people::Broken;
use crate::{Auth, Origin, audit};

/// The longest time, in minutes.
pub const MINUTES: i64 = 30;
/// How long support may act for somebody who allows it, in hours.
pub const ALLOWED_HOURS: i64 = 24;

/// Why nobody is acted for.
#[derive(Debug, thiserror::Error)]
pub enum ImpersonateError {
    /// Not allowed, or not in a page's sign-in.
    #[error("your account may not act for others")]
    NotAllowed,
    /// Acts for somebody already.
    #[error("stop acting for the person you act for first")]
    Nested,
    /// There is no such person.
    #[error("there is no such person")]
    Unknown,
    /// Oneself.
    #[error("this is your own account")]
    Oneself,
    /// The person has not allowed it, and one may act only for those who did.
    #[error("this person has not allowed support to act for them; they can do so on their account page")]
    NotGranted,
    /// The person runs more of the platform.
    #[error("this person may do more on the platform than you")]
    Above,
    /// The reason is too short or too long.
    #[error("write why, in 10 to 500 characters: this person and the audit keep it")]
    Reason,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for ImpersonateError {
    fn from(error: DbError) -> Self {
        let DbError::Query(query) = &error else { return Self::Broken(error.into()) };
        match constraint_of(query) {
            Some("impersonations_not_nested") => Self::Nested,
            Some("impersonations_allowed") => Self::NotAllowed,
            Some("impersonations_granted") => Self::NotGranted,
            Some("impersonations_not_above") => Self::Above,
            Some("impersonations_of_another") => Self::Oneself,
            Some("impersonations_target_id_fkey") => Self::Unknown,
            Some("impersonations_reason") => Self::Reason,
            _ => Self::Broken(error.into()),
        }
    }
}

impl Auth {
    /// Whether the person behind `tx` may act for others at all.
    pub async fn may_impersonate(&self, tx: &mut Tx) -> Result<bool, DbError> {
        Ok(sqlx::query_scalar!(
            r#"SELECT auth.on_platform('users:impersonate') OR auth.on_platform('users:impersonate_granted') AS "may!""#
        )
        .fetch_one(&mut **tx)
        .await?)
    }

    /// The person of an address, as the person behind `tx` may see them.
    pub async fn person_of(&self, tx: &mut Tx, email: &EmailAddress) -> Result<Option<UserId>, DbError> {
        let id =
            sqlx::query_scalar!("SELECT id FROM public.platform_users WHERE email = $1", email.as_str()).fetch_optional(&mut **tx).await?;
        Ok(id.map(UserId))
    }

    /// Makes the actor's sign-in act as this person from now on; until when. The person is told by mail.
    pub async fn impersonate(&self, actor: &Actor, person: UserId, reason: &str) -> Result<Timestamp, ImpersonateError> {
        let now = self.clock().now();
        let (id, until) = (self.entropy().uuid_v7(now), now + Duration::minutes(MINUTES));
        let reason = reason.trim();
        let mut tx = self.db().as_actor(actor).await?;
        sqlx::query!("SELECT auth.begin_impersonation($1, $2, $3, $4)", id, person.0, reason, until)
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let entry = Entry::new("impersonation.started", "auth.users").on(person).after(json!({ "reason": reason, "until": until }));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        // The actor's own role sees no address of everybody's and sends no mail in the house's name.
        let mut tx = self.db().as_system("telling a person that support acts for them").await?;
        audit::acts_as(&mut tx, actor.user_id(), &Origin { ip: actor.ip, user_agent: None, request_id: actor.request_id }).await?;
        self.tell_of_change(&mut tx, person, SecurityChange::ActedFor(reason.to_owned())).await?;
        tx.commit().await?;
        Ok(until)
    }

    /// Ends what the actor's sign-in does in somebody's name; `false` where there was nothing to end.
    pub async fn stop_impersonating(&self, actor: &Actor) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let was = sqlx::query_scalar!("SELECT auth.end_impersonation()").fetch_one(&mut *tx).await?;
        let Some(person) = was else { return Ok(false) };
        platform_audit::record(&mut tx, Entry::new("impersonation.ended", "auth.users").on(person)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Until when the person behind `tx` allows support to act for them.
    pub async fn support_allowed(&self, tx: &mut Tx) -> Result<Option<Timestamp>, DbError> {
        Ok(sqlx::query_scalar!("SELECT until FROM auth.support_grants WHERE user_id = (SELECT auth.uid()) AND until > clock.now()")
            .fetch_optional(&mut **tx)
            .await?)
    }

    /// Allows support to act for the actor for a day, or takes it back.
    pub async fn allow_support(&self, actor: &Actor, allow: bool) -> Result<(), DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        sqlx::query!("DELETE FROM auth.support_grants WHERE user_id = (SELECT auth.uid())").execute(&mut *tx).await?;
        if allow {
            let until = self.clock().now() + Duration::hours(ALLOWED_HOURS);
            sqlx::query!("INSERT INTO auth.support_grants (until) VALUES ($1)", until).execute(&mut *tx).await?;
        }
        audit::about(&mut tx, if allow { "auth.support_allowed" } else { "auth.support_refused" }, actor.user_id()).await?;
        tx.commit().await
    }
}
