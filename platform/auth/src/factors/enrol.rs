//! Add an authenticator app: it is shown its secret, and counts once it has given a code.

use platform_db::{DbError, constraint_of};
use platform_keyring::Binding;
use platform_types::Actor;
use uuid::Uuid;

use super::{Factor, FactorError, MOST, has_verified, themself, totp};
use crate::Auth;
use crate::people::Broken;

/// An app that waits for its first code.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Which.
    pub factor: Factor,
    /// The secret as people type it. Shown now and never again.
    pub secret: String,
    /// What the picture says.
    pub uri: String,
}

/// Where a secret lies sealed.
pub(super) fn place(id: Uuid) -> Binding {
    Binding::new("auth.mfa_factors", "secret", id)
}

impl Auth {
    /// Begins to add an app called `name`. `issuer` is what the app shows; the house's address where it is left out.
    /// Whoever has one that counts adds another only in a sign-in that showed a code.
    pub async fn enrol_factor(&self, actor: &Actor, name: &str, issuer: Option<&str>) -> Result<Enrolment, FactorError> {
        let (user, _) = themself(actor)?;
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(100).collect();
        let now = self.clock().now();
        let id = self.entropy().uuid_v7(now);
        let secret: [u8; totp::SECRET] = self.entropy().bytes();
        let sealed = self.keyring()?.seal(&place(id), &secret).map_err(Broken::from)?;
        let mut tx = self.db().as_system("adding an authenticator app").await?;
        // Queues at the person: two at once are counted one after the other.
        let email = sqlx::query_scalar!("SELECT email FROM auth.users WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE", user.0)
            .fetch_optional(&mut *tx)
            .await
            .map_err(DbError::from)?
            .ok_or(FactorError::NotThemself)?;
        if has_verified(&mut tx, user).await? && !actor.second_factor {
            return Err(FactorError::SecondStepMissing);
        }
        // What was begun and left makes room, and its name free.
        sqlx::query!(
            "DELETE FROM auth.mfa_factors WHERE user_id = $1 AND status = 'unverified' AND created_at <= clock.now() - interval '5 minutes'",
            user.0
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        let there = sqlx::query_scalar!(r#"SELECT count(*) AS "there!" FROM auth.mfa_factors WHERE user_id = $1"#, user.0)
            .fetch_one(&mut *tx)
            .await
            .map_err(DbError::from)?;
        if there >= MOST {
            return Err(FactorError::Full);
        }
        sqlx::query!(
            "INSERT INTO auth.mfa_factors (id, user_id, friendly_name, secret) VALUES ($1, $2, $3, $4)",
            id,
            user.0,
            name,
            sealed.to_bytes()
        )
        .execute(&mut *tx)
        .await
        .map_err(|error| {
            if constraint_of(&error) == Some("mfa_factors_name") { FactorError::NameTaken } else { DbError::from(error).into() }
        })?;
        tx.commit().await?;
        let issuer = issuer.filter(|issuer| !issuer.trim().is_empty()).map_or_else(|| self.house(), str::to_owned);
        Ok(Enrolment {
            factor: Factor { id, name, verified: false, created_at: now, updated_at: now },
            secret: totp::typed(&secret),
            uri: totp::uri(&secret, &issuer, email.as_deref().unwrap_or_default()),
        })
    }

    /// The secret of an app that was begun and has not counted yet: for the page that shows it again after a wrong code.
    pub async fn begun_factor(&self, actor: &Actor, factor: Uuid) -> Result<Enrolment, FactorError> {
        let (user, _) = themself(actor)?;
        let mut tx = self.db().as_system("showing an authenticator app's secret").await?;
        let row = sqlx::query!(
            "SELECT f.friendly_name, f.secret, f.created_at, f.updated_at, u.email FROM auth.mfa_factors f JOIN auth.users u ON u.id = f.user_id
             WHERE f.id = $1 AND f.user_id = $2 AND f.status = 'unverified' AND f.created_at > clock.now() - interval '5 minutes'",
            factor,
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(FactorError::Unknown)?;
        let secret = self.open_secret(factor, &row.secret)?;
        Ok(Enrolment {
            factor: Factor { id: factor, name: row.friendly_name, verified: false, created_at: row.created_at, updated_at: row.updated_at },
            secret: totp::typed(&secret),
            uri: totp::uri(&secret, &self.house(), row.email.as_deref().unwrap_or_default()),
        })
    }

    /// The house's name in an app: the host of its address.
    fn house(&self) -> String {
        url::Url::parse(&self.settings().issuer)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "Callboard".to_owned())
    }

    pub(super) fn open_secret(&self, factor: Uuid, stored: &[u8]) -> Result<[u8; totp::SECRET], FactorError> {
        let sealed = platform_keyring::Sealed::<[u8; totp::SECRET]>::from_bytes(stored).map_err(Broken::from)?;
        Ok(self.keyring()?.open(&place(factor), &sealed).map_err(Broken::from)?)
    }
}
