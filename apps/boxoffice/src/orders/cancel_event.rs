//! An event is called off: nothing is sold any more, and everything that was paid goes back, fees included.
//!
//! Calling it off is one transaction under the caller's own name. The orders follow one by one, each in a transaction
//! of its own, from a job that looks what is left: killed at any moment it goes on where it was, and an order that is
//! paid a moment too late is found as well.

use chrono::Duration;
use commons::events::{self, EventError, EventStatus};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::{Service, Tx, constraint_of};
use platform_texts::t;
use platform_types::{Actor, EventId, Money, OrderId, failpoint};
use serde_json::json;
use uuid::Uuid;

use super::give_back::{GiveBack, HowMuch, Origin, Which, give_back};
use super::refund::lock;
use super::{RefundError, SettleError};
use crate::BoxOffice;
use crate::console::held_at;

/// Why it was not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// Not there, or not for the caller to call off.
    #[error("{}", t!("cancel-event-not-found"))]
    NotFound,
    /// A draft, or over, or cancelled before.
    #[error("{}", t!("cancel-event-state", state = .0))]
    WrongState(String),
    /// More or less is sold than the caller agreed to.
    #[error("{}", t!("cancel-event-changed"))]
    Changed,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] platform_db::DbError),
}

impl From<sqlx::Error> for CancelError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("event_cancellations_pkey") => Self::WrongState(EventStatus::Cancelled.as_str().to_owned()),
            _ => Self::Database(error.into()),
        }
    }
}

impl From<EventError> for CancelError {
    fn from(error: EventError) -> Self {
        match error {
            EventError::Transition { from, .. } => Self::WrongState(from),
            EventError::Database(error) => Self::Database(error),
            _ => Self::NotFound,
        }
    }
}

/// What calling an event off undoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Orders that are paid, or free and placed.
    pub orders: i64,
    /// Tickets that live.
    pub tickets: i64,
    /// What has not gone back yet.
    pub money: Money,
}

/// As far as the caller sees orders.
pub async fn extent_of(tx: &mut Tx, event: EventId, currency: platform_types::Currency) -> Result<Extent, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "orders!", coalesce(sum(o.total_minor - o.refunded_minor), 0)::bigint AS "money!",
             (SELECT count(*) FROM tickets t WHERE t.event_id = $1 AND t.status NOT IN ('void', 'refunded')) AS "tickets!"
           FROM orders o WHERE o.event_id = $1 AND o.status IN ('paid', 'partially_refunded')"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Extent { orders: row.orders, tickets: row.tickets, money: Money::new(row.money, currency) })
}

/// Calls an event off. `agreed` is what the caller was shown, in minor units of money to give back: other sales are
/// asked about again.
pub async fn cancel_event(shop: &BoxOffice, actor: &Actor, id: EventId, reason: &str, agreed: Option<i64>) -> Result<(), CancelError> {
    let mut tx = shop.db().as_actor(actor).await?;
    let held = held_at(&mut tx, id).await?;
    if !held.may(may::EVENTS_PUBLISH) || !held.may(may::ORDERS_REFUND) {
        return Err(CancelError::NotFound);
    }
    let event = events::find_event(&mut tx, id).await?.ok_or(CancelError::NotFound)?;
    let before = events::set_status(&mut tx, id, EventStatus::Cancelled).await?;
    let extent = extent_of(&mut tx, id, event.currency).await?;
    if agreed.is_some_and(|minor| minor != extent.money.minor) {
        return Err(CancelError::Changed);
    }
    sqlx::query!(
        "INSERT INTO event_cancellations (event_id, organization_id, cancelled_by, reason) VALUES ($1, $2, $3, $4)",
        id.0,
        event.organization.0,
        actor.user_id().map(|u| u.0),
        reason
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry::new("event.cancelled", "events")
        .on(id.0)
        .within(event.organization)
        .before(json!({"status": before}))
        .after(json!({"status": EventStatus::Cancelled, "reason": reason, "orders": extent.orders, "tickets": extent.tickets, "money_minor": extent.money.minor}));
    platform_audit::record(&mut tx, entry).await?;
    failpoint::pass("cancel_event.before_commit").await;
    Ok(tx.commit().await?)
}

const WHY: &str = "refund cancelled event";

/// Gives back what orders of cancelled events still hold; at most `batch` orders. Returns how many.
pub async fn refund_cancelled(shop: &BoxOffice, batch: i64) -> Result<usize, SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let due = sqlx::query!(
        r#"SELECT o.id, c.reason, f.tries AS "tries?" FROM event_cancellations c JOIN events e ON e.id = c.event_id AND e.status = 'cancelled' JOIN orders o ON o.event_id = c.event_id
           LEFT JOIN cancellation_failures f ON f.order_id = o.id
           WHERE o.status IN ('paid', 'partially_refunded') AND (f.order_id IS NULL OR f.retry_at <= clock.now()) ORDER BY o.created_at, o.id LIMIT $1"#,
        batch
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.rollback().await?;
    let mut done = 0;
    for row in due {
        let order = OrderId(row.id);
        match one(shop, order, &row.reason, row.tries.is_some()).await {
            Ok(()) => done += 1,
            // Refunded by somebody else since it was looked for.
            Err(RefundError::NotPaid(_)) => {}
            Err(error) => {
                tracing::error!(order.id = %order, error.context = %error, "an order of a cancelled event could not be refunded; it is tried again");
                note_failure(shop, order, &error.to_string(), row.tries.unwrap_or(0)).await?;
            }
        }
        failpoint::pass("cancel_event.between_orders").await;
    }
    Ok(done)
}

async fn one(shop: &BoxOffice, id: OrderId, reason: &str, failed_before: bool) -> Result<(), RefundError> {
    let actor = Actor::system(WHY);
    let mut tx = shop.db().as_service(Service::Sales, &actor).await?;
    let order = lock(&mut tx, id).await?;
    let wish =
        GiveBack { which: Which::AllLiving, how_much: HowMuch::Rest, reason, origin: Origin::Cancelled, seen_minor: None, came_in: None };
    give_back(shop, &mut tx, &actor, &order, &wish, None).await?;
    if failed_before {
        sqlx::query!("DELETE FROM cancellation_failures WHERE order_id = $1", id.0).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Asked again after a minute, then after twice as long each time, an hour at most.
async fn note_failure(shop: &BoxOffice, id: OrderId, message: &str, tries: i32) -> Result<(), SettleError> {
    let wait = Duration::minutes(1_i64 << tries.clamp(0, 6)).min(Duration::hours(1));
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    sqlx::query!(
        "INSERT INTO cancellation_failures (order_id, event_id, organization_id, message, retry_at) SELECT id, event_id, organization_id, $2, $3 FROM orders WHERE id = $1
         ON CONFLICT (order_id) DO UPDATE SET message = EXCLUDED.message, retry_at = EXCLUDED.retry_at, tries = cancellation_failures.tries + 1",
        id.0,
        message,
        shop.clock().now() + wait
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// How far a called-off event's money is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// Why, as its organizer wrote it.
    pub reason: String,
    /// Orders that were paid, or free and placed.
    pub orders: i64,
    /// Those of them that are given back, as far as this house is concerned.
    pub refunded: i64,
    /// Money that is with the buyers again, in minor units.
    pub arrived_minor: i64,
    /// Money that is on its way or stuck, in minor units.
    pub under_way_minor: i64,
    /// What did not work.
    pub failures: Vec<CancellationFailure>,
}

/// An order whose money did not go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancellationFailure {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Who bought.
    pub buyer_name: String,
    /// Why.
    pub message: String,
    /// The refund to send anew, where the provider refused it; none where the house itself tries again.
    pub money: Option<Uuid>,
}

/// None for an event that was not called off here. As far as the caller sees orders and payments.
pub async fn cancellation_of(tx: &mut Tx, event: EventId) -> Result<Option<Cancellation>, sqlx::Error> {
    let reason =
        sqlx::query_scalar!("SELECT reason FROM event_cancellations WHERE event_id = $1", event.0).fetch_optional(&mut **tx).await?;
    let Some(reason) = reason else { return Ok(None) };
    let counts = sqlx::query!(
        r#"SELECT count(*) AS "orders!", count(*) FILTER (WHERE status = 'refunded') AS "refunded!" FROM orders WHERE event_id = $1 AND paid_at IS NOT NULL"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let money = sqlx::query!(
        r#"SELECT coalesce(sum(amount_minor) FILTER (WHERE status = 'processed'), 0)::bigint AS "arrived!", coalesce(sum(amount_minor) FILTER (WHERE status = 'approved'), 0)::bigint AS "under_way!"
           FROM refunds WHERE event_id = $1"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let failures = sqlx::query!(
        r#"SELECT o.id AS "id!", o.number AS "number!", o.buyer_name AS "buyer_name!", coalesce(p.failure_message, '') AS "message!", p.id AS "money?" FROM refunds r JOIN orders o ON o.id = r.order_id JOIN payment_refunds p ON p.id = r.payment_refund_id
             WHERE r.event_id = $1 AND p.status = 'failed'
           UNION ALL
           SELECT o.id, o.number, o.buyer_name, f.message, NULL FROM cancellation_failures f JOIN orders o ON o.id = f.order_id WHERE f.event_id = $1 AND o.status <> 'refunded'
           ORDER BY 2 LIMIT 200"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let failures = failures.into_iter().map(|r| CancellationFailure {
        order: r.id.into(),
        number: r.number,
        buyer_name: r.buyer_name,
        message: r.message,
        money: r.money,
    });
    Ok(Some(Cancellation {
        reason,
        orders: counts.orders,
        refunded: counts.refunded,
        arrived_minor: money.arrived,
        under_way_minor: money.under_way,
        failures: failures.collect(),
    }))
}
