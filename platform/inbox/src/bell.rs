//! The bell: how much somebody has not read, kept right while a page is open.

use async_trait::async_trait;
use platform_db::{Db, DbError, Tx};
use platform_http::Fault;
use platform_realtime::{Caller, Now, Reach, Source, Watch};
use platform_texts::t;
use platform_types::UserId;
use platform_ui::{Bell, Markup};
use serde_json::json;
use uuid::Uuid;

use crate::store;

const KIND: &str = "inbox";

/// The bell of whoever is behind `tx`.
pub async fn bell(tx: &mut Tx, user: UserId) -> Result<Markup, DbError> {
    let unread = store::unread(tx, user).await?;
    let mark = mark_of(tx, user.0).await?;
    let label = if unread == 0 { t!("inbox-bell-none") } else { t!("inbox-bell", count = unread) };
    Ok(Bell::new("/account/inbox", label, u64::try_from(unread).unwrap_or(0)).live(format!("{KIND}/{user}"), mark, "/me/bell").render())
}

/// Differs after every change of somebody's notices.
async fn mark_of(tx: &mut Tx, user: Uuid) -> Result<String, DbError> {
    Ok(marks(tx, &[user]).await?.pop().map(|(_, mark)| mark).unwrap_or_default())
}

async fn marks(tx: &mut Tx, users: &[Uuid]) -> Result<Vec<(Uuid, String)>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT u.id AS "id!", (SELECT concat_ws('.', count(*), count(*) FILTER (WHERE n.read_at IS NULL)) FROM notify.notices n WHERE n.user_id = u.id AND n.in_app) AS "mark!"
           FROM unnest($1::uuid[]) u (id)"#,
        users
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.mark)).collect())
}

/// `inbox/{person}`: that one's own notices changed.
pub struct Bells(Db);

impl Bells {
    /// Read through these doors.
    pub fn new(db: Db) -> Self {
        Self(db)
    }
}

#[async_trait]
impl Source for Bells {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn reach(&self) -> Reach {
        Reach::Private
    }

    fn watches(&self) -> &'static [Watch] {
        &[Watch { table: "notify.notices", column: "user_id" }]
    }

    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        if caller.actor.user_id() != Some(UserId(id)) {
            return Ok(None);
        }
        let mut tx = self.0.read(caller.actor).await?;
        let mark = mark_of(&mut tx, id).await?;
        tx.rollback().await?;
        Ok(Some(Now { value: json!(mark), again_at: None }))
    }

    async fn marks(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Fault> {
        let mut tx = self.0.as_system("follow inboxes").await?;
        Ok(marks(&mut tx, ids).await?)
    }
}
