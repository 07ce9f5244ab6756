//! The cookie of pages. Rotated daily: the browser is offered a successor until it shows it, then the old
//! one dies after a minute, so that neither a lost answer nor two requests at once sign anybody out.

use platform_db::{DbError, Tx};
use platform_types::{Actor, SessionId, Timestamp, UserId};

use crate::{Auth, SecretToken};

/// Whose cookie it is.
#[derive(Clone, Debug)]
pub struct CookieSession {
    /// The identity for the doors.
    pub actor: Actor,
    /// What they call themselves; may be empty.
    pub full_name: String,
    /// Their address.
    pub email: String,
    /// Whether they run the platform.
    pub operates: bool,
    /// The value the browser shall keep from now on.
    pub rotated: Option<SecretToken>,
    /// Whether it waits for its second step.
    pub half: bool,
    /// Who acts in this person's name, if it is not they themselves.
    pub acts_for: Option<ActsFor>,
}

/// Somebody of the support who acts as another person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActsFor {
    /// Their name, or their address.
    pub name: String,
    /// Until when.
    pub until: Timestamp,
}

impl Auth {
    /// Who a cookie's value belongs to; `None` where it is unknown or has ended.
    pub async fn authenticate_cookie(&self, value: &str) -> Result<Option<CookieSession>, DbError> {
        let Some(cookie) = SecretToken::parse(value) else { return Ok(None) };
        let hash = cookie.hash();
        let mut tx = self.db().as_actor(&Actor::anonymous()).await?;
        let found = sqlx::query!(
            r#"SELECT session_id AS "session_id!", user_id AS "user_id!", full_name AS "full_name!", email AS "email!", due AS "due!", unseen AS "unseen!", stale AS "stale!",
                      aal AS "aal!", half AS "half!", impersonator, impersonator_name, acts_until, auth.operates_by_cookie($1) AS "operates!"
               FROM auth.session_by_cookie($1)"#,
            &hash[..]
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(found) = found else { return Ok(None) };
        if found.unseen || found.stale {
            sqlx::query!("SELECT auth.note_cookie($1)", &hash[..]).execute(&mut *tx).await?;
        }
        let rotated = if found.due { self.rotate(&mut tx, &cookie).await? } else { None };
        if found.unseen || found.stale || rotated.is_some() {
            tx.commit().await?;
        }
        let mut actor = Actor::user(UserId(found.user_id), Some(SessionId(found.session_id)));
        actor.second_factor = found.aal == "aal2";
        actor.impersonator = found.impersonator.map(UserId);
        let acts_for = found.acts_until.map(|until| ActsFor { name: found.impersonator_name.unwrap_or_default(), until });
        Ok(Some(CookieSession {
            actor,
            full_name: found.full_name,
            email: found.email,
            operates: found.operates,
            rotated,
            half: found.half,
            acts_for,
        }))
    }

    async fn rotate(&self, tx: &mut Tx, cookie: &SecretToken) -> Result<Option<SecretToken>, DbError> {
        let nonce: [u8; 32] = self.entropy().bytes();
        let successor = cookie.successor(&nonce);
        let agreed: Option<Vec<u8>> =
            sqlx::query_scalar!("SELECT auth.rotate_cookie($1, $2, $3)", &cookie.hash()[..], &successor.hash()[..], &nonce[..])
                .fetch_one(&mut **tx)
                .await?;
        Ok(agreed.map(|nonce| cookie.successor(&nonce)))
    }
}
