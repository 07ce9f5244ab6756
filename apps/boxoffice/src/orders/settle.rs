//! Brings a payment and its order to where the provider's truth leads. Webhook, the buyer's return and the
//! reconciler all end here; every step is locked, conditional and keyed, so that any of them may come
//! twice, late, at once or not at all.

use chrono::Duration;
use commons::ledger::{self, Account, Line, Posting, Side};
use platform_audit::Entry;
use platform_db::{DbError, Service, Tx};
use platform_payments::store::{self, Payment, PaymentStatus};
use platform_payments::{IdempotencyKey, PaymentError, PaymentErrorKind, ProviderState, ProviderStatus};
use platform_types::{Actor, Currency, EventId, HoldId, Money, OrderId, OrganizationId, PaymentId, failpoint};

use super::OrderStatus;
use super::notices::{RAN_OUT, SEATS_GONE};
use crate::tickets::{self, EventKey};
use crate::{BoxOffice, later};

/// Where it came to rest for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nothing new; ask again later.
    Waiting,
    /// Paid: tickets exist.
    Paid,
    /// Over without money.
    Unpaid,
}

/// Why it could not be brought further now.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// No such payment.
    #[error("there is no such payment")]
    NotFound,
    /// The provider's fault; later again.
    #[error(transparent)]
    Provider(#[from] PaymentError),
    /// The provider speaks of another amount: nothing is done, somebody must look.
    #[error("the provider holds {theirs} minor units, the order is over {ours}")]
    AmountDiffers {
        /// What the order costs.
        ours: i64,
        /// What the provider says.
        theirs: i64,
    },
    /// The books' fault.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The tickets' keys failed.
    #[error(transparent)]
    Keys(#[from] tickets::KeyError),
    /// Something could not be put off for later.
    #[error(transparent)]
    Later(#[from] later::LaterError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for SettleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

const WHY: &str = "settle payment";

/// Asks the provider where this payment stands and does what follows.
pub async fn settle(shop: &BoxOffice, id: PaymentId) -> Result<Settled, SettleError> {
    let _turn = shop.turns().take(id).await;
    // Each pass moves the payment at most one step; a payment has fewer steps than this.
    for _ in 0..6 {
        let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
        let payment = store::find_payment(&mut tx, id).await?.ok_or(SettleError::NotFound)?;
        tx.rollback().await?;
        let step = match payment.status {
            PaymentStatus::Created => learn(shop, &payment).await?,
            PaymentStatus::Open => look(shop, &payment).await?,
            PaymentStatus::Capturing => take(shop, &payment).await?,
            PaymentStatus::Cancelling => let_go(shop, &payment).await?,
            PaymentStatus::Captured => Some(Settled::Paid),
            PaymentStatus::Cancelled | PaymentStatus::Failed | PaymentStatus::Expired => Some(Settled::Unpaid),
        };
        if let Some(settled) = step {
            return Ok(settled);
        }
    }
    Ok(Settled::Waiting)
}

/// Written down, but perhaps the provider never heard of it, or its answer was lost: the key tells.
async fn learn(shop: &BoxOffice, payment: &Payment) -> Result<Option<Settled>, SettleError> {
    match super::pay::open(shop, payment).await {
        Ok(_) => Ok(None),
        Err(super::PayError::Provider(e)) if matches!(e.kind(), PaymentErrorKind::Invalid | PaymentErrorKind::Declined) => {
            end(
                shop,
                payment.id,
                PaymentStatus::Created,
                PaymentStatus::Failed,
                Some((e.code(), &e.to_string())),
                "The payment provider refused this payment. Nothing was charged.",
            )
            .await?;
            Ok(Some(Settled::Unpaid))
        }
        Err(super::PayError::Provider(e)) => Err(e.into()),
        Err(super::PayError::Database(e)) => Err(e.into()),
        Err(_) => Ok(Some(Settled::Waiting)),
    }
}

/// The page is open: what happened on it?
async fn look(shop: &BoxOffice, payment: &Payment) -> Result<Option<Settled>, SettleError> {
    let Some(reference) = &payment.provider_ref else { return Ok(Some(Settled::Waiting)) };
    let state = shop.payments().look_up(reference).await?;
    failpoint::pass("settle.after_look_up").await;
    match &state.status {
        ProviderStatus::Open | ProviderStatus::RequiresAction | ProviderStatus::Declined { .. } => still_open(shop, payment, &state).await,
        ProviderStatus::Authorised { .. } | ProviderStatus::Captured { .. } => {
            if state.amount != payment.amount {
                return Err(SettleError::AmountDiffers { ours: payment.amount.minor, theirs: state.amount.minor });
            }
            secure_seats(shop, payment.id).await?;
            Ok(None)
        }
        ProviderStatus::Cancelled => {
            end(shop, payment.id, PaymentStatus::Open, PaymentStatus::Cancelled, None, "The payment was cancelled. Nothing was charged.")
                .await?;
            Ok(Some(Settled::Unpaid))
        }
        ProviderStatus::Expired => {
            end(
                shop,
                payment.id,
                PaymentStatus::Open,
                PaymentStatus::Expired,
                None,
                "The payment page closed before you paid. Nothing was charged.",
            )
            .await?;
            Ok(Some(Settled::Unpaid))
        }
    }
}

/// Unpaid so far. Once the seats are gone the page is closed, so that nobody pays for nothing.
async fn still_open(shop: &BoxOffice, payment: &Payment, state: &ProviderState) -> Result<Option<Settled>, SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let Some(locked) = store::lock_payment(&mut tx, payment.id).await? else { return Ok(Some(Settled::Waiting)) };
    let order = sqlx::query!("SELECT status FROM orders WHERE id = $1", locked.subject_id).fetch_one(&mut *tx).await?;
    if locked.status == PaymentStatus::Open && order.status != "pending" {
        store::set_status(&mut tx, payment.id, PaymentStatus::Cancelling, None).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if let ProviderStatus::Declined { reason } = &state.status {
        sqlx::query!("UPDATE orders SET notice = $2 WHERE id = $1 AND notice <> $2", locked.subject_id, reason.message)
            .execute(&mut *tx)
            .await?;
    }
    store::mark_checked(&mut tx, payment.id).await?;
    tx.commit().await?;
    Ok(Some(Settled::Waiting))
}

/// Money is reserved. Take it only if the seats are certain; else let it go.
async fn secure_seats(shop: &BoxOffice, id: PaymentId) -> Result<(), SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let Some(payment) = store::lock_payment(&mut tx, id).await? else { return Ok(()) };
    if payment.status != PaymentStatus::Open {
        return Ok(());
    }
    let order = sqlx::query!("SELECT hold_id, status FROM orders WHERE id = $1 FOR UPDATE", payment.subject_id).fetch_one(&mut *tx).await?;
    let wanted = matches!(order.status.as_str(), "pending" | "expired");
    let secured =
        wanted && sqlx::query_scalar!(r#"SELECT boxoffice.commit_hold($1) AS "done!""#, order.hold_id).fetch_one(&mut *tx).await?;
    let next = if secured { PaymentStatus::Capturing } else { PaymentStatus::Cancelling };
    store::set_status(&mut tx, id, next, None).await?;
    tx.commit().await?;
    failpoint::pass("settle.after_seats").await;
    Ok(())
}

/// Takes the money, then gives the tickets.
async fn take(shop: &BoxOffice, payment: &Payment) -> Result<Option<Settled>, SettleError> {
    let Some(reference) = &payment.provider_ref else { return Ok(Some(Settled::Waiting)) };
    let order = OrderId(payment.subject_id);
    let event = event_of(shop, order).await?;
    let key = tickets::signing_key(shop, event).await?;
    failpoint::pass("settle.before_capture").await;
    let answer = shop.payments().capture(reference, payment.amount, &IdempotencyKey::of("capture", payment.id.0)).await;
    failpoint::pass("settle.after_capture").await;
    let captured = match answer {
        Ok(state) => matches!(state.status, ProviderStatus::Captured { .. }),
        Err(e) if e.is_retryable() || e.kind() == PaymentErrorKind::Auth => return Err(e.into()),
        Err(_) => {
            // Refused: it was taken before under this key's predecessor, or the reservation is gone. Ask.
            matches!(shop.payments().look_up(reference).await?.status, ProviderStatus::Captured { .. })
        }
    };
    if !captured {
        end(
            shop,
            payment.id,
            PaymentStatus::Capturing,
            PaymentStatus::Failed,
            Some(("capture_refused", "the provider would not capture")),
            "The bank withdrew the payment. Nothing was charged.",
        )
        .await?;
        return Ok(Some(Settled::Unpaid));
    }
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let Some(locked) = store::lock_payment(&mut tx, payment.id).await? else { return Ok(Some(Settled::Waiting)) };
    if locked.status == PaymentStatus::Capturing {
        store::set_status(&mut tx, payment.id, PaymentStatus::Captured, None).await?;
        fulfil(shop, &mut tx, order, &key).await?;
        failpoint::pass("settle.before_commit").await;
        tx.commit().await?;
        failpoint::pass("settle.after_commit").await;
    }
    Ok(Some(Settled::Paid))
}

/// Lets a reservation go, or gives money back that was taken after all.
async fn let_go(shop: &BoxOffice, payment: &Payment) -> Result<Option<Settled>, SettleError> {
    let Some(reference) = &payment.provider_ref else { return Ok(Some(Settled::Waiting)) };
    failpoint::pass("settle.before_cancel").await;
    let answer = shop.payments().cancel(reference, &IdempotencyKey::of("cancel", payment.id.0)).await;
    failpoint::pass("settle.after_cancel").await;
    match answer {
        Ok(_) => {}
        Err(e) if e.kind() == PaymentErrorKind::Invalid => {
            if matches!(shop.payments().look_up(reference).await?.status, ProviderStatus::Captured { .. }) {
                give_back(shop, payment).await?;
                return Ok(Some(Settled::Unpaid));
            }
        }
        Err(e) => return Err(e.into()),
    }
    end(shop, payment.id, PaymentStatus::Cancelling, PaymentStatus::Cancelled, None, RAN_OUT).await?;
    Ok(Some(Settled::Unpaid))
}

/// Taken although there are no seats (a capture from elsewhere): noted, and refunded in full.
async fn give_back(shop: &BoxOffice, payment: &Payment) -> Result<(), SettleError> {
    let now = shop.clock().now();
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let Some(locked) = store::lock_payment(&mut tx, payment.id).await? else { return Ok(()) };
    if locked.status == PaymentStatus::Cancelling {
        store::set_status(&mut tx, payment.id, PaymentStatus::Captured, None).await?;
        let refund = store::insert_refund(&mut tx, shop.entropy(), now, &locked, locked.amount.minor, "no seats were left").await?;
        close_order(&mut tx, locked.subject_id, OrderStatus::Cancelled, SEATS_GONE).await?;
        later::settle_refund(&mut tx, refund).await?;
        later::tell_unpaid(&mut tx, OrderId(locked.subject_id)).await?;
        failpoint::pass("settle.before_give_back").await;
        tx.commit().await?;
    }
    Ok(())
}

/// A try is over without money. The order stays open for another try while its hold lives.
async fn end(
    shop: &BoxOffice,
    id: PaymentId,
    from: PaymentStatus,
    to: PaymentStatus,
    failure: Option<(&str, &str)>,
    notice: &str,
) -> Result<(), SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let Some(payment) = store::lock_payment(&mut tx, id).await? else { return Ok(()) };
    if payment.status != from {
        return Ok(());
    }
    store::set_status(&mut tx, id, to, failure).await?;
    let order = sqlx::query!("SELECT hold_id, status FROM orders WHERE id = $1 FOR UPDATE", payment.subject_id).fetch_one(&mut *tx).await?;
    if from == PaymentStatus::Capturing {
        // Its seats were secured for money that will not come.
        sqlx::query_scalar!("SELECT boxoffice.release_hold($1, true)", order.hold_id).fetch_one(&mut *tx).await?;
        close_order(&mut tx, payment.subject_id, OrderStatus::Failed, notice).await?;
        later::tell_unpaid(&mut tx, OrderId(payment.subject_id)).await?;
    } else if from == PaymentStatus::Cancelling && order.status == "cancelled" {
        // The buyer gave it up and reads so on its page: there is nothing to tell.
    } else if from == PaymentStatus::Cancelling {
        close_order(&mut tx, payment.subject_id, OrderStatus::Cancelled, notice).await?;
        later::tell_unpaid(&mut tx, OrderId(payment.subject_id)).await?;
    } else {
        sqlx::query!("UPDATE orders SET notice = $2 WHERE id = $1", payment.subject_id, notice).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

async fn close_order(tx: &mut Tx, order: uuid::Uuid, status: OrderStatus, notice: &str) -> Result<(), SettleError> {
    sqlx::query!(
        "UPDATE orders SET notice = $3, status = CASE WHEN status IN ('pending', 'expired') AND NOT (status = 'expired' AND $2 = 'failed') THEN $2 ELSE status END WHERE id = $1",
        order,
        status.as_str(),
        notice
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn event_of(shop: &BoxOffice, order: OrderId) -> Result<EventId, SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system(WHY)).await?;
    let event = sqlx::query_scalar!("SELECT event_id FROM orders WHERE id = $1", order.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(SettleError::NotFound)?;
    Ok(EventId(event))
}

/// Everything that a paid (or free) order causes, in one transaction: seats sold, tickets, books, audit, what comes later.
/// Does nothing when it was done before.
pub(crate) async fn fulfil(shop: &BoxOffice, tx: &mut Tx, id: OrderId, key: &EventKey) -> Result<(), SettleError> {
    let now = shop.clock().now();
    let order = sqlx::query!(
        "SELECT organization_id, event_id, hold_id, status, is_test, number, currency, subtotal_minor, fees_minor, tax_added_minor, tax_included_minor, total_minor, discount_minor, promo_code FROM orders WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(SettleError::NotFound)?;
    if !matches!(order.status.as_str(), "pending" | "expired") {
        return Ok(());
    }
    sqlx::query_scalar!("SELECT boxoffice.sell_hold($1)", HoldId(order.hold_id).0).fetch_one(&mut **tx).await?;
    sqlx::query!("UPDATE orders SET status = 'paid', paid_at = clock.now(), notice = '' WHERE id = $1", id.0).execute(&mut **tx).await?;
    tickets::issue(shop, tx, id, EventId(order.event_id), key).await?;
    if order.is_test {
        // Nothing was paid: no journal, and nobody who counts sales is told.
        return Ok(later::test_order_settled(tx, id).await?);
    }
    if order.total_minor > 0 {
        let currency = order.currency.parse().unwrap_or(Currency::EUR);
        // Tax that is contained is split off fees and tickets in proportion, tickets taking the remainder.
        let gross = order.subtotal_minor + order.fees_minor;
        let fee_tax = if gross == 0 {
            0
        } else {
            i64::try_from(i128::from(order.tax_included_minor) * i128::from(order.fees_minor) / i128::from(gross)).unwrap_or(0)
        };
        let credit = |account, amount_minor| Line { account, side: Side::Credit, amount_minor };
        let posting = Posting {
            organization: OrganizationId(order.organization_id),
            memo: memo(&order.number, &order.promo_code, Money::new(order.discount_minor, currency)),
            currency,
            source_type: "order",
            source_id: id.0,
            kind: "paid",
            event: Some(EventId(order.event_id)),
            lines: vec![
                Line { account: Account::Clearing, side: Side::Debit, amount_minor: order.total_minor },
                credit(Account::DeferredTicketRevenue, order.subtotal_minor - (order.tax_included_minor - fee_tax)),
                credit(Account::FeeRevenue, order.fees_minor - fee_tax),
                credit(Account::TaxPayable, order.tax_added_minor + order.tax_included_minor),
            ],
        };
        ledger::post(tx, shop.entropy(), now, &posting).await?;
        // A free order is paid by being placed, and that is in the audit already.
        let entry = Entry::new("order.paid", "orders")
            .on(id.0)
            .within(OrganizationId(order.organization_id))
            .after(serde_json::json!({"total_minor": order.total_minor, "currency": order.currency}));
        platform_audit::record(tx, entry).await?;
    }
    later::order_paid(tx, id).await?;
    Ok(())
}

/// Revenue is what was paid: what a code took off stands beside it.
fn memo(number: &str, code: &str, discount: Money) -> String {
    if discount.is_zero() { format!("Order {number} paid") } else { format!("Order {number} paid, {discount} less by code {code}") }
}

/// Gives back what lapsed: stock first, then the orders that hung on it. Returns how many holds lapsed.
pub async fn expire_lapsed(shop: &BoxOffice, batch: i32) -> Result<usize, SettleError> {
    let mut tx = shop.db().as_service(Service::Claims, &Actor::system("expire holds")).await?;
    let lapsed: Vec<uuid::Uuid> = sqlx::query_scalar!(r#"SELECT boxoffice.expire_holds($1) AS "id!""#, batch).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    if !lapsed.is_empty() {
        failpoint::pass("expire.between").await;
    }
    // Separately, and for all of them: a crash in between leaves orders that the next run finds.
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("expire orders")).await?;
    let expired = sqlx::query_scalar!(
        "UPDATE orders o SET status = 'expired', notice = 'Your reservation lapsed before it was paid.' FROM holds h
         WHERE h.id = o.hold_id AND o.status = 'pending' AND h.status IN ('expired', 'released') RETURNING o.id"
    )
    .fetch_all(&mut *tx)
    .await?;
    // Their payment pages are closed now, not when the reconciler comes round: who pays meanwhile pays for nothing.
    for payment in store::list_unsettled_of(&mut tx, &expired).await? {
        later::settle_payment(&mut tx, payment).await?;
    }
    tx.commit().await?;
    Ok(lapsed.len())
}

/// Asks about every payment that has not moved for a while. Returns how many were looked at.
pub async fn reconcile(shop: &BoxOffice) -> Result<usize, SettleError> {
    let now = shop.clock().now();
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("reconcile payments")).await?;
    let payments = store::list_unsettled(&mut tx, now - Duration::minutes(1), 200).await?;
    let refunds = store::list_unsettled_refunds(&mut tx, now - Duration::minutes(1), 200).await?;
    tx.rollback().await?;
    for id in &payments {
        if let Err(error) = settle(shop, *id).await {
            tracing::warn!(payment.id = %id, error.context = %error, "a payment could not be settled; it is tried again");
            let mut tx = shop.db().as_service(Service::Sales, &Actor::system("reconcile payments")).await?;
            store::mark_checked(&mut tx, *id).await?;
            tx.commit().await?;
        }
    }
    for id in &refunds {
        if let Err(error) = super::settle_refund(shop, *id).await {
            tracing::warn!(refund.id = %id, error.context = %error, "a refund could not be settled; it is tried again");
        }
    }
    Ok(payments.len() + refunds.len())
}
