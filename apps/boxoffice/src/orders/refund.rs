//! Gives money back, of a whole order or of some of its tickets: codes die and seats return at once, the money follows.
//!
//! Everything happens in one transaction behind the locks of the payment, the order and the event's stock, in this
//! order: of two refunds at once the second sees what the first left.

use commons::ledger;
use platform_db::{DbError, Service, Tx, constraint_of};
use platform_payments::store::{self, PaymentStatus};
use platform_texts::t;
use platform_types::{Actor, OrderId, TicketId, failpoint};

use super::give_back::{GiveBack, Given, HowMuch, Origin, Which, give_back};
use super::{OrderStatus, SettleError};
use crate::BoxOffice;

/// Why nothing was refunded.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// Not there, or the caller may not.
    #[error("{}", t!("refund-error-not-found"))]
    NotFound,
    /// Not paid, or all of it went back before.
    #[error("{}", t!("refund-error-not-paid", state = .0))]
    NotPaid(String),
    /// The order was refunded in part since the caller looked.
    #[error("{}", t!("refund-error-changed"))]
    Changed,
    /// Chosen tickets are dead, or none of this order's.
    #[error("{}", t!("refund-error-gone", count = .0.len()))]
    Gone(Vec<TicketId>),
    /// Chosen tickets were used at a door since the caller looked.
    #[error("{}", t!("refund-error-came-in", count = .0.len()))]
    CameIn(Vec<TicketId>),
    /// More than is left of what was paid.
    #[error("{}", t!("refund-error-too-much", left_minor = .left_minor))]
    TooMuch {
        /// What is left.
        left_minor: i64,
    },
    /// Neither a ticket nor money.
    #[error("{}", t!("refund-error-nothing"))]
    Nothing,
    /// No rule of the policy gives anything now.
    #[error("{}", t!("refund-error-not-offered"))]
    NotOffered,
    /// Another request of this order waits for an answer.
    #[error("{}", t!("refund-error-waiting"))]
    Waiting,
    /// The provider, the books or a key failed.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for RefundError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("refunds_one_request_per_order") => Self::Waiting,
            _ => Self::Database(error.into()),
        }
    }
}

impl From<ledger::LedgerError> for RefundError {
    fn from(error: ledger::LedgerError) -> Self {
        Self::Settle(error.into())
    }
}

impl From<crate::later::LaterError> for RefundError {
    fn from(error: crate::later::LaterError) -> Self {
        Self::Settle(error.into())
    }
}

/// Refunds a whole order. From here on its tickets admit nobody and their seats can be sold again; the
/// money is sent at once and, if the provider is away, again until it is confirmed.
pub async fn refund_order(shop: &BoxOffice, actor: &Actor, id: OrderId, reason: &str) -> Result<Given, RefundError> {
    let wish =
        GiveBack { which: Which::AllLiving, how_much: HowMuch::Rest, reason, origin: Origin::Staff, seen_minor: None, came_in: None };
    refund_tickets(shop, actor, id, &wish).await
}

/// Refunds some tickets of an order, an amount, or both, as staff decide.
pub async fn refund_tickets(shop: &BoxOffice, actor: &Actor, id: OrderId, wish: &GiveBack<'_>) -> Result<Given, RefundError> {
    may_refund(shop, actor, id).await?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order = lock(&mut tx, id).await?;
    let given = give_back(shop, &mut tx, actor, &order, wish, None).await?;
    failpoint::pass("refund.before_commit").await;
    tx.commit().await?;
    failpoint::pass("refund.after_commit").await;
    Ok(given)
}

/// An order whose money and tickets nobody else changes until the transaction ends.
pub(super) struct Locked {
    pub id: OrderId,
    pub organization: uuid::Uuid,
    pub event: uuid::Uuid,
    pub number: String,
    pub currency: platform_types::Currency,
    pub total_minor: i64,
    pub refunded_minor: i64,
    /// The payment that is given back from, if any was taken.
    pub payment: Option<store::Payment>,
}

impl Locked {
    /// What was paid and has not gone back.
    pub fn left_minor(&self) -> i64 {
        self.total_minor - self.refunded_minor
    }
}

/// Locks an order that is paid: its payment first, as whoever settles it does.
pub(super) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Locked, RefundError> {
    let payment = match store::latest_of_order(tx, id).await? {
        Some(payment) => store::lock_payment(tx, payment.id).await?.filter(|p| p.status == PaymentStatus::Captured),
        None => None,
    };
    let order = sqlx::query!(
        "SELECT organization_id, event_id, number, currency, status, is_test, total_minor, refunded_minor FROM orders WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(RefundError::NotFound)?;
    if order.is_test {
        return Err(RefundError::NotPaid("a test".to_owned()));
    }
    if !matches!(OrderStatus::parse(&order.status), Some(OrderStatus::Paid | OrderStatus::PartiallyRefunded)) {
        return Err(RefundError::NotPaid(order.status));
    }
    Ok(Locked {
        id,
        organization: order.organization_id,
        event: order.event_id,
        number: order.number,
        currency: order.currency.parse().unwrap_or(platform_types::Currency::EUR),
        total_minor: order.total_minor,
        refunded_minor: order.refunded_minor,
        payment,
    })
}

/// Asked under the caller's own identity, where row level security and permissions decide.
pub(super) async fn may_refund(shop: &BoxOffice, actor: &Actor, id: OrderId) -> Result<(), RefundError> {
    let mut tx = shop.db().read(actor).await?;
    let may = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM orders o WHERE o.id = $1 AND (
             o.organization_id = ANY ((SELECT auth.scopes_with('orders:refund', 'organization'))::uuid[])
             OR o.event_id = ANY ((SELECT auth.scopes_with('orders:refund', 'event'))::uuid[]))) AS "may!""#,
        id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if may { Ok(()) } else { Err(RefundError::NotFound) }
}
