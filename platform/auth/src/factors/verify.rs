//! Take a code: the app counts from now on, and the sign-in is proven twice.

use platform_db::{DbError, Tx};
use platform_types::{Actor, SessionId, UserId};
use uuid::Uuid;

use super::{FactorError, has_verified, recovery, themself, totp};
use crate::attempts::{self, Subject};
use crate::mail::SecurityChange;
use crate::session::{self, Client, SignedIn};
use crate::{Auth, Origin, audit};

/// A code was right.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The sign-in, carried anew: what carried it before is void.
    pub signed_in: SignedIn,
    /// Recovery codes, where this was the first app that counts. Shown now and never again.
    pub recovery_codes: Vec<String>,
    /// Whether the app began to count just now.
    pub is_new: bool,
}

/// An app as it is when a code of it is taken.
struct Row {
    verified: bool,
    secret: Vec<u8>,
}

impl Auth {
    /// Takes a code of one of the actor's apps. Programs name the challenge they asked for.
    pub async fn verify_factor(
        &self,
        actor: &Actor,
        factor: Uuid,
        challenge: Option<Uuid>,
        code: &str,
        client: Client,
    ) -> Result<Verified, FactorError> {
        let (user, session) = themself(actor)?;
        attempts::charge(self.db(), &Subject::Factor(user), self.settings().per_factor).await??;
        let mut tx = self.factor_tx(actor, user).await?;
        let row = lock(&mut tx, user, factor).await?.ok_or(FactorError::Unknown)?;
        // Whoever has one that counts makes another count only with a code of the first.
        if !row.verified && !actor.second_factor && has_verified(&mut tx, user).await? {
            return Err(FactorError::SecondStepMissing);
        }
        if let Some(challenge) = challenge {
            take_challenge(&mut tx, factor, challenge).await?;
        }
        self.take_code(&mut tx, factor, &row.secret, code).await?;
        let recovery_codes = if row.verified {
            audit::about(&mut tx, "auth.second_factor_passed", Some(user)).await?;
            Vec::new()
        } else {
            self.begin_to_count(&mut tx, user, factor).await?
        };
        sqlx::query!("DELETE FROM auth.mfa_factors WHERE user_id = $1 AND status = 'unverified'", user.0)
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let signed_in = self.proven_twice(&mut tx, user, session, Some(factor), "totp", client).await?;
        tx.commit().await?;
        Ok(Verified { signed_in, recovery_codes, is_new: !row.verified })
    }

    /// Takes a code of whichever app of the actor's shows it: the second step of a page.
    pub async fn pass_second_step(&self, actor: &Actor, code: &str, client: Client) -> Result<SignedIn, FactorError> {
        let (user, session) = themself(actor)?;
        attempts::charge(self.db(), &Subject::Factor(user), self.settings().per_factor).await??;
        let mut tx = self.factor_tx(actor, user).await?;
        let apps = sqlx::query!("SELECT id, secret FROM auth.mfa_factors WHERE user_id = $1 AND status = 'verified' ORDER BY id", user.0)
            .fetch_all(&mut *tx)
            .await
            .map_err(DbError::from)?;
        for app in apps {
            match self.take_code(&mut tx, app.id, &app.secret, code).await {
                Err(FactorError::WrongCode) => {}
                Err(other) => return Err(other),
                Ok(()) => {
                    audit::about(&mut tx, "auth.second_factor_passed", Some(user)).await?;
                    let signed_in = self.proven_twice(&mut tx, user, session, Some(app.id), "totp", client).await?;
                    tx.commit().await?;
                    return Ok(signed_in);
                }
            }
        }
        Err(FactorError::WrongCode)
    }

    /// Takes a recovery code instead. Each works once.
    pub async fn use_recovery_code(&self, actor: &Actor, code: &str, client: Client) -> Result<SignedIn, FactorError> {
        let (user, session) = themself(actor)?;
        attempts::charge(self.db(), &Subject::Factor(user), self.settings().per_factor).await??;
        let mut tx = self.factor_tx(actor, user).await?;
        if !has_verified(&mut tx, user).await? {
            return Err(FactorError::Unknown);
        }
        let left = recovery::take(&mut tx, user, code).await?.ok_or(FactorError::WrongCode)?;
        audit::about(&mut tx, "auth.recovery_code_used", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::RecoveryCodeUsed(left)).await?;
        let signed_in = self.proven_twice(&mut tx, user, session, None, "recovery_code", client).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    pub(super) async fn factor_tx(&self, actor: &Actor, user: UserId) -> Result<Tx, DbError> {
        let mut tx = self.db().as_system("taking a second factor").await?;
        let origin = Origin { ip: actor.ip, user_agent: None, request_id: actor.request_id };
        audit::acts_as(&mut tx, Some(user), &origin).await?;
        Ok(tx)
    }

    /// A code of this moment that was not taken before.
    pub(super) async fn take_code(&self, tx: &mut Tx, factor: Uuid, stored: &[u8], code: &str) -> Result<(), FactorError> {
        let secret = self.open_secret(factor, stored)?;
        let step = totp::step(&secret, code, self.clock().now()).ok_or(FactorError::WrongCode)?;
        let taken = sqlx::query!("INSERT INTO auth.mfa_used_steps (factor_id, step) VALUES ($1, $2) ON CONFLICT DO NOTHING", factor, step)
            .execute(&mut **tx)
            .await
            .map_err(DbError::from)?;
        if taken.rows_affected() == 0 {
            return Err(FactorError::WrongCode);
        }
        Ok(())
    }

    async fn begin_to_count(&self, tx: &mut Tx, user: UserId, factor: Uuid) -> Result<Vec<String>, FactorError> {
        let first = !has_verified(tx, user).await?;
        sqlx::query!("UPDATE auth.mfa_factors SET status = 'verified', updated_at = clock.now() WHERE id = $1", factor)
            .execute(&mut **tx)
            .await
            .map_err(DbError::from)?;
        audit::about(tx, "auth.factor_added", Some(user)).await?;
        self.tell_of_change(tx, user, SecurityChange::FactorAdded).await?;
        Ok(if first { recovery::renew(self, tx, user).await? } else { Vec::new() })
    }

    /// The sign-in counts as proven twice, is carried anew, and ends when one ends; those proven once end now.
    async fn proven_twice(
        &self,
        tx: &mut Tx,
        user: UserId,
        session: SessionId,
        factor: Option<Uuid>,
        method: &str,
        client: Client,
    ) -> Result<SignedIn, FactorError> {
        attempts::forget(tx, &Subject::Factor(user)).await?;
        let signed_in = session::prove_twice(self, tx, user, session, factor, method, client).await?;
        signed_in.ok_or(FactorError::NotThemself)
    }
}

async fn lock(tx: &mut Tx, user: UserId, factor: Uuid) -> Result<Option<Row>, DbError> {
    Ok(sqlx::query_as!(
        Row,
        r#"SELECT status = 'verified' AS "verified!", secret FROM auth.mfa_factors WHERE id = $1 AND user_id = $2
             AND (status = 'verified' OR created_at > clock.now() - interval '5 minutes') FOR NO KEY UPDATE"#,
        factor,
        user.0
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// A question is answered once; a wrong answer leaves it open, because nothing of its transaction lasts.
async fn take_challenge(tx: &mut Tx, factor: Uuid, challenge: Uuid) -> Result<(), FactorError> {
    let taken = sqlx::query_scalar!(
        "DELETE FROM auth.mfa_challenges WHERE id = $1 AND factor_id = $2 AND expires_at > clock.now() RETURNING id",
        challenge,
        factor
    )
    .fetch_optional(&mut **tx)
    .await
    .map_err(DbError::from)?;
    taken.map(|_| ()).ok_or(FactorError::ChallengeGone)
}
