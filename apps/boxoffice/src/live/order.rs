//! `order/{id}`: that an order changed, for its buyer, the organizer's staff, and whoever opened it by its code.

use async_trait::async_trait;
use platform_db::{Service, Tx};
use platform_http::Fault;
use platform_realtime::{Caller, Now, Reach, Source, Watch};
use platform_types::{Actor, OrderId};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::BoxOffice;
use crate::orders::find_order;

/// How far an order is.
pub(crate) struct Progress(BoxOffice);

impl Progress {
    pub(crate) fn new(office: BoxOffice) -> Self {
        Self(office)
    }

    /// The name of an order's topic.
    pub(crate) fn topic(order: OrderId) -> String {
        format!("order/{order}")
    }
}

/// Opens an order's topic, and nothing else, to a page that was opened by the order's code: the code's own cookie
/// belongs to the order's pages alone.
pub(crate) fn pass_of(order: OrderId, lookup_code: &str) -> String {
    use base64::Engine as _;
    let digest = Sha256::new().chain_update("live order ").chain_update(order.to_string()).chain_update(lookup_code).finalize();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest)
}

/// A number that grows with every change of the order, its payments, tickets and refunds. For a Sales transaction.
pub(crate) async fn mark_of(tx: &mut Tx, order: OrderId) -> Result<Option<String>, sqlx::Error> {
    Ok(marks(tx, &[order.0]).await?.pop().map(|(_, mark)| mark))
}

async fn marks(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id, o.version
               + coalesce((SELECT sum(p.version) FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id), 0)
               + coalesce((SELECT sum(t.version) FROM tickets t WHERE t.order_id = o.id), 0)
               + coalesce((SELECT sum(r.version) FROM refunds r WHERE r.order_id = o.id), 0) AS "mark!: i64"
           FROM orders o WHERE o.id = ANY ($1)"#,
        orders
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.mark.to_string())).collect())
}

#[async_trait]
impl Source for Progress {
    fn kind(&self) -> &'static str {
        "order"
    }

    fn reach(&self) -> Reach {
        Reach::Private
    }

    fn watches(&self) -> &'static [Watch] {
        &[
            Watch { table: "public.orders", column: "id" },
            Watch { table: "public.payments", column: "subject_id" },
            Watch { table: "public.tickets", column: "order_id" },
            Watch { table: "public.refunds", column: "order_id" },
        ]
    }

    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault> {
        let id = OrderId::from(id);
        let mut tx = self.0.db().read(caller.actor).await?;
        let sees = find_order(&mut tx, id).await?.is_some();
        tx.rollback().await?;
        let mut tx = self.0.db().as_service(Service::Sales, caller.actor).await?;
        if !sees {
            let order = find_order(&mut tx, id).await?;
            if !order.is_some_and(|order| caller.pass.is_some_and(|pass| same(pass, &pass_of(id, &order.lookup_code)))) {
                return Ok(None);
            }
        }
        let mark = mark_of(&mut tx, id).await?;
        tx.rollback().await?;
        Ok(mark.map(|mark| Now { value: json!(mark), again_at: None }))
    }

    async fn marks(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Fault> {
        let mut tx = self.0.db().as_service(Service::Sales, &Actor::system("follow orders")).await?;
        Ok(marks(&mut tx, ids).await?)
    }
}

/// Compared by digest, so that the time it takes tells nothing.
fn same(a: &str, b: &str) -> bool {
    Sha256::digest(a) == Sha256::digest(b)
}
