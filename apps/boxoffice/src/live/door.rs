//! `door/{event}`: that somebody came in, or a ticket was sold or taken back, for whoever works at the door.

use async_trait::async_trait;
use platform_db::Tx;
use platform_http::Fault;
use platform_realtime::{Caller, Now, Reach, Source, Watch};
use platform_types::EventId;
use serde_json::json;
use uuid::Uuid;

use crate::BoxOffice;
use crate::gate::find_door;

/// The counts at an event's door.
pub(crate) struct Counts(BoxOffice);

impl Counts {
    pub(crate) fn new(office: BoxOffice) -> Self {
        Self(office)
    }

    /// The name of a door's topic.
    pub(crate) fn topic(event: EventId) -> String {
        format!("door/{event}")
    }
}

async fn marks(tx: &mut Tx, events: &[Uuid]) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT e.id AS "id!", concat_ws('.', (SELECT count(*) FROM ticket_scans s WHERE s.event_id = e.id), (SELECT sum(t.version) FROM tickets t WHERE t.event_id = e.id)) AS "mark!"
           FROM unnest($1::uuid[]) e (id)"#,
        events
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.mark)).collect())
}

#[async_trait]
impl Source for Counts {
    fn kind(&self) -> &'static str {
        "door"
    }

    fn reach(&self) -> Reach {
        Reach::Private
    }

    fn watches(&self) -> &'static [Watch] {
        &[Watch { table: "public.ticket_scans", column: "event_id" }, Watch { table: "public.tickets", column: "event_id" }]
    }

    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        let mut tx = self.0.db().read(caller.actor).await?;
        if !find_door(&mut tx, EventId::from(id)).await? {
            return Ok(None);
        }
        let mark = marks(&mut tx, &[id]).await?.pop();
        tx.rollback().await?;
        Ok(mark.map(|(_, mark)| Now { value: json!(mark), again_at: None }))
    }

    async fn marks(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Fault> {
        let mut tx = self.0.db().as_system("follow doors").await?;
        Ok(marks(&mut tx, ids).await?)
    }
}
