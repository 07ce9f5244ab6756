//! Gives an order's money back: codes die and seats return at once, the money follows.

use commons::ledger;
use platform_audit::Entry;
use platform_db::{DbError, Service};
use platform_payments::store::{self, Payment, PaymentStatus, RefundRow};
use platform_payments::{PaymentErrorKind, RefundState, RefundStatus};
use platform_types::{Actor, Money, OrderId, OrganizationId, failpoint};
use uuid::Uuid;

use super::SettleError;
use crate::{BoxOffice, later};

/// Why nothing was refunded.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// Not there, or the caller may not.
    #[error("there is no such order that you may refund")]
    NotFound,
    /// Not paid, or refunded before.
    #[error("this order is {0}; only a paid order can be refunded")]
    NotPaid(String),
    /// The provider, the books or a key failed.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for RefundError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Refunds a whole order. From here on its tickets admit nobody and their seats can be sold again; the
/// money is sent at once and, if the provider is away, again until it is confirmed.
pub async fn refund_order(shop: &BoxOffice, actor: &Actor, id: OrderId, reason: &str) -> Result<(), RefundError> {
    may_refund(shop, actor, id).await?;
    let now = shop.clock().now();
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order =
        sqlx::query!("SELECT organization_id, event_id, status, is_test, total_minor, number FROM orders WHERE id = $1 FOR UPDATE", id.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(RefundError::NotFound)?;
    if order.is_test {
        return Err(RefundError::NotPaid("a test".to_owned()));
    }
    if order.status != "paid" {
        return Err(RefundError::NotPaid(order.status));
    }
    sqlx::query_scalar!("SELECT boxoffice.return_tickets($1, 'refunded')", id.0).fetch_one(&mut *tx).await?;
    let payment = store::latest_of_order(&mut tx, id).await?.filter(|p| p.status == PaymentStatus::Captured);
    let payment_refund = match &payment {
        Some(payment) => Some(store::insert_refund(&mut tx, shop.entropy(), now, payment, order.total_minor, reason).await?),
        None => None,
    };
    sqlx::query!(
        "INSERT INTO refunds (id, organization_id, event_id, order_id, amount_minor, reason, status, requested_by, payment_refund_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        shop.entropy().uuid_v7(now),
        order.organization_id,
        order.event_id,
        id.0,
        order.total_minor,
        reason,
        if payment_refund.is_some() { "approved" } else { "processed" },
        actor.user_id().map(|u| u.0),
        payment_refund,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("UPDATE orders SET status = 'refunded', refunded_minor = total_minor WHERE id = $1", id.0).execute(&mut *tx).await?;
    if order.total_minor > 0 {
        ledger::reverse(&mut tx, shop.entropy(), now, "order", id.0, "paid", "refunded").await.map_err(SettleError::from)?;
    }
    let entry = Entry::new("order.refunded", "orders")
        .on(id.0)
        .within(OrganizationId(order.organization_id))
        .after(serde_json::json!({"amount_minor": order.total_minor, "reason": reason}));
    platform_audit::record(&mut tx, entry).await?;
    later::order_refunded(&mut tx, id).await.map_err(SettleError::from)?;
    if let Some(refund) = payment_refund {
        later::settle_refund(&mut tx, refund).await.map_err(SettleError::from)?;
    }
    failpoint::pass("refund.before_commit").await;
    tx.commit().await?;
    failpoint::pass("refund.after_commit").await;
    Ok(())
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

/// What the provider says of a refund.
enum Word {
    Stands(RefundState),
    /// Sent long ago; the provider no longer knows our key.
    SentBefore,
    Refused(String),
}

/// Sends the money of one refund, or learns what became of it: also of one that seemed done, because a
/// bank may send it back. Safe to repeat.
pub async fn settle_refund(shop: &BoxOffice, id: Uuid) -> Result<(), SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("settle refund")).await?;
    let Some(refund) = store::lock_refund(&mut tx, id).await? else { return Err(SettleError::NotFound) };
    let payment = store::find_payment(&mut tx, refund.payment).await?.ok_or(SettleError::NotFound)?;
    tx.rollback().await?;
    let word = match (refund.status.as_str(), &refund.provider_ref) {
        ("created" | "done", Some(reference)) => Word::Stands(shop.payments().look_up_refund(reference).await?),
        ("created", None) => send(shop, &refund, &payment).await?,
        _ => return Ok(()),
    };
    note(shop, id, word).await
}

async fn send(shop: &BoxOffice, refund: &RefundRow, payment: &Payment) -> Result<Word, SettleError> {
    let Some(reference) = &payment.provider_ref else { return Err(SettleError::NotFound) };
    let amount = Money::new(refund.amount_minor, payment.amount.currency);
    failpoint::pass("refund.before_call").await;
    let answer = shop.payments().refund(reference, amount, &refund.key()).await;
    failpoint::pass("refund.after_call").await;
    match answer {
        // To a repeated call the provider repeats its first answer, whatever happened since.
        Ok(state) => Ok(Word::Stands(shop.payments().look_up_refund(&state.refund_ref).await?)),
        Err(e) if matches!(e.kind(), PaymentErrorKind::Invalid | PaymentErrorKind::Declined) => {
            let there = shop.payments().look_up(reference).await?;
            let went_back = there.amount_refunded.minor >= payment.refunded_minor + refund.amount_minor;
            Ok(if went_back { Word::SentBefore } else { Word::Refused(e.to_string()) })
        }
        Err(e) => Err(e.into()),
    }
}

async fn note(shop: &BoxOffice, id: Uuid, word: Word) -> Result<(), SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("settle refund")).await?;
    let Some(refund) = store::lock_refund(&mut tx, id).await? else { return Ok(()) };
    let (was_done, is_open) = (refund.status == "done", refund.status == "created");
    let failure = match &word {
        Word::Stands(RefundState { status: RefundStatus::Failed { reason }, .. }) => Some(format!("the bank sent it back: {reason}")),
        Word::Refused(reason) => Some(reason.clone()),
        _ => None,
    };
    let processed = match (&word, failure) {
        (_, Some(message)) if was_done || is_open => {
            tracing::error!(refund.id = %id, message, "a refund failed at the provider and needs a person");
            if was_done {
                store::refund_undone(&mut tx, &refund, &message).await?;
            } else {
                store::refund_failed(&mut tx, id, &message).await?;
            }
            Some(false)
        }
        (Word::Stands(state), None) if is_open && state.status == RefundStatus::Pending => {
            store::refund_pending(&mut tx, id, &state.refund_ref).await?;
            None
        }
        (Word::Stands(state), None) if is_open => {
            store::refund_done(&mut tx, &refund, Some(&state.refund_ref)).await?;
            Some(true)
        }
        (Word::SentBefore, None) if is_open => {
            store::refund_done(&mut tx, &refund, None).await?;
            Some(true)
        }
        _ => None,
    };
    if let Some(processed) = processed {
        let status = if processed { "processed" } else { "approved" };
        sqlx::query!("UPDATE refunds SET status = $2 WHERE payment_refund_id = $1", id, status).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}
