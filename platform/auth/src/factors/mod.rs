//! A second proof of who somebody is: codes of an authenticator app (TOTP, RFC 6238) and recovery codes.
//!
//! Invariants: a secret lies sealed and is shown once; an app counts only after a code of it was given; a time step is accepted
//! once (`mfa_used_steps_once`); whoever has an app that counts is signed in by halves until they show a code, and a half
//! sign-in may do nothing but that; removing an app asks for a proof again; every change is in the audit and told by mail.

mod challenge;
mod enrol;
mod recovery;
mod remove;
mod rule;
mod totp;
mod verify;

use platform_db::{DbError, Tx};
use platform_types::{Actor, ActorKind, SessionId, Timestamp, UserId};
use serde_json::{Value, json};
use uuid::Uuid;

pub use challenge::Challenge;
pub use enrol::Enrolment;
pub use remove::Proof;
pub use rule::StaffRule;
pub use verify::Verified;

use crate::people::Broken;
use crate::{Auth, TooManyAttempts};

/// How many apps somebody may have, as Supabase's default.
pub const MOST: i64 = 10;
/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    /// Nobody is signed in, or by halves, or somebody acts for them.
    #[error("only the person themself can do this")]
    NotThemself,
    /// There is an app that counts, and this sign-in has not shown a code of it.
    #[error("sign in with your second factor first")]
    SecondStepMissing,
    /// Another app of theirs has this name.
    #[error("another authenticator app has this name")]
    NameTaken,
    /// They have [`MOST`] already.
    #[error("remove an authenticator app first; there are {MOST} already")]
    Full,
    /// No such app of theirs.
    #[error("there is no such authenticator app")]
    Unknown,
    /// The question was answered already, or its time is over.
    #[error("ask for a new challenge; this one has been answered or has expired")]
    ChallengeGone,
    /// Not the code of this moment, or used already; the two are not told apart.
    #[error("this code is not right; enter the one the app shows now, each counts once")]
    WrongCode,
    /// Another password.
    #[error("the present password is wrong")]
    WrongPassword,
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for FactorError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

/// One authenticator app, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Which.
    pub id: Uuid,
    /// What they call it; may be empty.
    pub name: String,
    /// Whether it counts: a code of it was given.
    pub verified: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Factor {
    /// As the official clients read it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id, "friendly_name": self.name, "factor_type": "totp",
            "status": if self.verified { "verified" } else { "unverified" },
            "created_at": self.created_at, "updated_at": self.updated_at,
        })
    }
}

/// Somebody's second factor.
#[derive(Clone, Debug, Default)]
pub struct Factors {
    /// Their apps, oldest first.
    pub list: Vec<Factor>,
    /// Recovery codes that were not used yet.
    pub codes_left: u32,
}

impl Factors {
    /// Whether signing in asks for a second step.
    pub fn count(&self) -> bool {
        self.list.iter().any(|factor| factor.verified)
    }
}

/// The person and the sign-in, where it is the person themself who acts.
fn themself(actor: &Actor) -> Result<(UserId, SessionId), FactorError> {
    match actor.kind {
        ActorKind::User { id, session: Some(session) } if actor.impersonator.is_none() => Ok((id, session)),
        _ => Err(FactorError::NotThemself),
    }
}

/// Whether somebody has an app that counts, behind the system door.
async fn has_verified(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM auth.mfa_factors WHERE user_id = $1 AND status = 'verified') AS "has!""#,
        user.0
    )
    .fetch_one(&mut **tx)
    .await?)
}

impl Auth {
    /// The actor's second factor.
    pub async fn own_factors(&self, actor: &Actor) -> Result<Factors, DbError> {
        let Some(user) = actor.user_id() else { return Ok(Factors::default()) };
        let mut tx = self.db().as_system("showing somebody their second factor").await?;
        let rows = sqlx::query!(
            r#"SELECT id, friendly_name, status = 'verified' AS "verified!", created_at, updated_at FROM auth.mfa_factors
               WHERE user_id = $1 AND (status = 'verified' OR created_at > clock.now() - interval '5 minutes') ORDER BY created_at, id"#,
            user.0
        )
        .fetch_all(&mut *tx)
        .await?;
        let left =
            sqlx::query_scalar!(r#"SELECT count(*) AS "left!" FROM auth.recovery_codes WHERE user_id = $1 AND used_at IS NULL"#, user.0)
                .fetch_one(&mut *tx)
                .await?;
        let list = rows
            .into_iter()
            .map(|r| Factor { id: r.id, name: r.friendly_name, verified: r.verified, created_at: r.created_at, updated_at: r.updated_at })
            .collect();
        Ok(Factors { list, codes_left: u32::try_from(left).unwrap_or(0) })
    }
}
