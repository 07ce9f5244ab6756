//! The question for a code, as programs ask for it. Pages do without: their form is the question.

use chrono::Duration;
use platform_db::DbError;
use platform_types::{Actor, Timestamp};
use uuid::Uuid;

use super::{FactorError, themself};
use crate::Auth;

/// A question that waits for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Which.
    pub id: Uuid,
    /// When it is void.
    pub expires_at: Timestamp,
}

impl Auth {
    /// Asks for a code of one of the actor's apps; the question stands for five minutes.
    pub async fn challenge_factor(&self, actor: &Actor, factor: Uuid) -> Result<Challenge, FactorError> {
        let (user, _) = themself(actor)?;
        let now = self.clock().now();
        let challenge = Challenge { id: self.entropy().uuid_v7(now), expires_at: now + Duration::minutes(5) };
        let mut tx = self.db().as_system("asking for a code").await?;
        let known = sqlx::query_scalar!(
            "UPDATE auth.mfa_factors SET last_challenged_at = clock.now() WHERE id = $1 AND user_id = $2 RETURNING id",
            factor,
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?;
        known.ok_or(FactorError::Unknown)?;
        sqlx::query!(
            "INSERT INTO auth.mfa_challenges (id, factor_id, ip_address, expires_at) VALUES ($1, $2, $3::text::inet, $4)",
            challenge.id,
            factor,
            actor.ip.map(|ip| ip.to_string()),
            challenge.expires_at
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        tx.commit().await?;
        Ok(challenge)
    }
}
