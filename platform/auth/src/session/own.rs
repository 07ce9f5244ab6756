//! One's own sign-ins: the list, and ending them.

use platform_db::{DbError, Tx};
use platform_types::{Actor, ActorKind, SessionId, Timestamp};

use crate::{Auth, audit};

/// One sign-in, as its owner sees it.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// Which.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the hour.
    pub last_seen: Timestamp,
    /// The program, as it called itself.
    pub user_agent: Option<String>,
    /// The network address it began at.
    pub ip: Option<String>,
    /// Whether it is the one asking.
    pub current: bool,
}

/// Which of one's own sign-ins to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(SessionId),
    /// All of them.
    All,
    /// All but the one asking.
    Others,
}

/// How many sign-ins were ended.
pub type EndedSessions = u64;

impl Auth {
    /// The caller's sign-ins, most recently used first.
    pub async fn own_sessions(&self, tx: &mut Tx) -> Result<Vec<OwnSession>, DbError> {
        let rows = sqlx::query!(
            r#"SELECT id AS "id!", created_at AS "created_at!", refreshed_at AS "refreshed_at!", user_agent, host(ip) AS ip, current AS "current!" FROM auth.own_sessions()"#
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|r| OwnSession {
                id: SessionId(r.id),
                created_at: r.created_at,
                last_seen: r.refreshed_at,
                user_agent: r.user_agent,
                ip: r.ip,
                current: r.current,
            })
            .collect())
    }

    /// Ends sign-ins of the person behind `tx`, who can end no others'.
    pub async fn end_sessions(&self, tx: &mut Tx, which: Which) -> Result<EndedSessions, DbError> {
        let (word, id) = match which {
            Which::One(id) => ("one", Some(id.0)),
            Which::All => ("global", None),
            Which::Others => ("others", None),
        };
        let ended = sqlx::query_scalar!(r#"SELECT auth.end_own_sessions($1, $2) AS "ended!""#, word, id).fetch_one(&mut **tx).await?;
        Ok(u64::try_from(ended).unwrap_or(0))
    }

    /// Signs out: ends the sign-in the actor came with.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), DbError> {
        let ActorKind::User { id, session: Some(session) } = actor.kind else { return Ok(()) };
        let mut tx = self.db().as_actor(actor).await?;
        self.end_sessions(&mut tx, Which::One(session)).await?;
        audit::about(&mut tx, "auth.signed_out", Some(id)).await?;
        tx.commit().await
    }

    /// Ends one of the actor's own sign-ins. `false` where it is not theirs or has ended.
    pub async fn end_session(&self, actor: &Actor, session: SessionId) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        if self.end_sessions(&mut tx, Which::One(session)).await? == 0 {
            return Ok(false);
        }
        audit::about(&mut tx, "auth.session_ended", actor.user_id()).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends every other sign-in of the actor.
    pub async fn sign_out_others(&self, actor: &Actor) -> Result<EndedSessions, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let ended = self.end_sessions(&mut tx, Which::Others).await?;
        audit::about(&mut tx, "auth.signed_out_elsewhere", actor.user_id()).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Signs out everywhere, this device included.
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<EndedSessions, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let ended = self.end_sessions(&mut tx, Which::All).await?;
        audit::about(&mut tx, "auth.signed_out_everywhere", actor.user_id()).await?;
        tx.commit().await?;
        Ok(ended)
    }
}
