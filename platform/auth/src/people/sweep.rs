//! Forgets what has ended. Run by a timer; running it twice does no harm.

use chrono::Duration;
use platform_db::DbError;

use crate::Auth;
use crate::session::IDLE;

/// How much was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sign-ins past their end.
    pub sessions: u64,
    /// Links past their end.
    pub links: u64,
    /// Counters that are empty again.
    pub attempts: u64,
    /// Sign-ups nobody confirmed within a week.
    pub unconfirmed: u64,
    /// Cookies and refresh tokens that were replaced more than a week ago.
    pub replaced: u64,
}

/// How long an unconfirmed sign-up is kept.
const PATIENCE: Duration = Duration::days(7);

impl Auth {
    /// Deletes what has ended.
    pub async fn sweep(&self) -> Result<Swept, DbError> {
        let now = self.clock().now();
        let mut tx = self.db().as_system("forgetting what has ended").await?;
        let sessions = sqlx::query!("DELETE FROM auth.sessions WHERE not_after <= $1 OR refreshed_at <= $2", now, now - IDLE)
            .execute(&mut *tx)
            .await?
            .rows_affected();
        let links = sqlx::query!("DELETE FROM auth.one_time_tokens WHERE expires_at <= $1", now).execute(&mut *tx).await?.rows_affected();
        let attempts = sqlx::query!("DELETE FROM auth.attempts WHERE empty_at <= $1", now).execute(&mut *tx).await?.rows_affected();
        let unconfirmed = sqlx::query!(
            "DELETE FROM auth.users u WHERE u.email_confirmed_at IS NULL AND u.phone_confirmed_at IS NULL AND NOT u.is_anonymous AND u.created_at <= $1
             AND NOT EXISTS (SELECT 1 FROM auth.one_time_tokens t WHERE t.user_id = u.id)",
            now - PATIENCE
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        let tokens = sqlx::query!("DELETE FROM auth.refresh_tokens WHERE revoked AND updated_at <= $1", now - IDLE)
            .execute(&mut *tx)
            .await?
            .rows_affected();
        let cookies =
            sqlx::query!("DELETE FROM auth.session_cookies WHERE superseded_at <= $1", now - IDLE).execute(&mut *tx).await?.rows_affected();
        sqlx::query!("DELETE FROM system_tokens WHERE expires_at <= $1", now).execute(&mut *tx).await?;
        // A step is refused for a minute and a half at most; a day is more than a clock that was set back needs.
        sqlx::query!("DELETE FROM auth.mfa_used_steps WHERE used_at <= $1", now - Duration::days(1)).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM auth.mfa_challenges WHERE expires_at <= $1", now).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM auth.mfa_factors WHERE status = 'unverified' AND created_at <= $1", now - Duration::hours(1))
            .execute(&mut *tx)
            .await?;
        sqlx::query!("DELETE FROM auth.provider_flows WHERE expires_at <= $1", now).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM auth.provider_offers WHERE expires_at <= $1", now).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM auth.flow_state WHERE created_at <= $1", now - Duration::hours(1)).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM auth.support_grants WHERE until <= $1", now).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(Swept { sessions, links, attempts, unconfirmed, replaced: tokens + cookies })
    }
}
