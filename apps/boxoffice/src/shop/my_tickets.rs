//! `/my/tickets`: what the caller bought, coming up and past.

use axum::extract::State;
use commons::told::told;
use platform_db::{Service, Tx};
use platform_http::{Ctx, Fault, Page};
use platform_types::{Lang, OrderId, Timestamp, Zone};
use uuid::Uuid;

use super::Shop;
use super::views::my_tickets as view;
use crate::orders::{OrderStatus, OrderView, list_of_owner};

/// As many as one person's page shows; more than anybody remembers.
const MOST: i64 = 200;

/// One order, as the list of a person's tickets shows it.
#[derive(Clone, Debug)]
pub(super) struct Mine {
    pub(super) order: OrderId,
    pub(super) status: OrderStatus,
    pub(super) tickets: i64,
    pub(super) title: String,
    /// As the organizer typed it.
    pub(super) own_title: String,
    pub(super) category: String,
    pub(super) event_cancelled: bool,
    pub(super) is_test: bool,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) ends_at: Option<Timestamp>,
    pub(super) zone: Zone,
    pub(super) venue: Option<String>,
}

impl Mine {
    /// Not over yet. What has no end is over a few hours after it began.
    fn is_coming(&self, now: Timestamp) -> bool {
        let over = self.ends_at.or_else(|| self.starts_at.map(|at| at + chrono::Duration::hours(6)));
        over.is_none_or(|at| at >= now)
    }
}

pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx) -> Result<Page, Fault> {
    let now = ctx.now();
    let mut tx = ctx.read().await?;
    let own = list_of_owner(&mut tx, MOST).await?;
    tx.rollback().await?;
    let own: Vec<OrderView> = own.into_iter().filter(|order| is_shown(order, now)).collect();
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let mine = with_events(&mut tx, &own).await?;
    tx.rollback().await?;
    let (mut coming, mut past): (Vec<Mine>, Vec<Mine>) = mine.into_iter().partition(|m| m.is_coming(now));
    // The next one first; of the past the latest.
    coming.sort_by_key(|m| (m.starts_at.is_none(), m.starts_at));
    past.sort_by_key(|m| std::cmp::Reverse(m.starts_at));
    Ok(Page(view::page(&shop.house(), &coming, &past, ctx.signed_in.is_some())))
}

/// Orders that came to nothing are not tickets; one that can still be paid is.
fn is_shown(order: &OrderView, now: Timestamp) -> bool {
    match order.status {
        OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded => true,
        OrderStatus::Pending => order.hold_expires_at > now,
        OrderStatus::Expired | OrderStatus::Cancelled | OrderStatus::Failed => false,
    }
}

/// What the orders are for. Through the Sales door: an event that was withdrawn from the public still has
/// ticket holders.
async fn with_events(tx: &mut Tx, own: &[OrderView]) -> Result<Vec<Mine>, sqlx::Error> {
    let ids: Vec<Uuid> = own.iter().map(|o| o.id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT o.id, o.status, o.is_test, e.name, e.names, e.category, e.status AS event_status, e.starts_at, e.ends_at, e.timezone, v.name AS "venue?", v.names AS "venue_names?",
             (SELECT count(*) FROM tickets t WHERE t.order_id = o.id AND t.status NOT IN ('void', 'refunded')) AS "tickets!"
           FROM orders o JOIN events e ON e.id = o.event_id LEFT JOIN venues v ON v.id = e.venue_id
           WHERE o.id = ANY ($1) ORDER BY o.created_at DESC, o.id"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let lang = Lang::current();
    let mine = rows.into_iter().map(|r| Mine {
        order: r.id.into(),
        status: OrderStatus::parse(&r.status).unwrap_or(OrderStatus::Failed),
        tickets: r.tickets,
        title: told(&r.name, &r.names, lang).to_owned(),
        own_title: r.name,
        category: r.category,
        is_test: r.is_test,
        event_cancelled: r.event_status == "cancelled",
        starts_at: r.starts_at,
        ends_at: r.ends_at,
        zone: r.timezone.parse().unwrap_or(Zone::UTC),
        venue: r.venue.map(|name| told(&name, &r.venue_names.unwrap_or_default(), lang).to_owned()),
    });
    Ok(mine.collect())
}
