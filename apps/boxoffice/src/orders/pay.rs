//! Opens the provider's page for an order.

use chrono::Duration;
use commons::events::{self, Event};
use platform_db::{DbError, Service, constraint_of};
use platform_payments::store::{self, Intent, Payment, PaymentStatus};
use platform_payments::{IdempotencyKey, PaymentError, PaymentErrorKind, ProviderStatus};
use platform_texts::{Telling, in_zone, t};
use platform_types::{Actor, Money, OrderId, PaymentId, failpoint};

use super::{OrderStatus, OrderView, find_order};
use crate::BoxOffice;
use crate::readable::order_number;
use crate::shop::paper::told_event;

/// Where to send the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayPage {
    /// The provider's page.
    Pay(String),
    /// Nothing to pay any more: show the order.
    Done,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// Not there, or not the caller's.
    #[error("there is no such order of yours")]
    NotFound,
    /// Too late.
    #[error("your reservation has lapsed")]
    Lapsed,
    /// The provider cannot be reached; the order waits.
    #[error("the payment provider cannot be reached at the moment")]
    Provider(#[source] PaymentError),
    /// A test order's tickets could not be made.
    #[error(transparent)]
    Settle(#[from] super::SettleError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for PayError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// The page where this order is paid. One page per order at a time: a second tab gets the same one.
pub async fn start_payment(shop: &BoxOffice, actor: &Actor, order: OrderId) -> Result<PayPage, PayError> {
    let mut tx = shop.db().read(actor).await?;
    let view = find_order(&mut tx, order).await?.ok_or(PayError::NotFound)?;
    tx.rollback().await?;
    match view.status {
        OrderStatus::Pending => {}
        OrderStatus::Expired | OrderStatus::Cancelled | OrderStatus::Failed => return Err(PayError::Lapsed),
        _ => return Ok(PayPage::Done),
    }
    if view.is_test {
        return super::test_payment::settle_test(shop, actor, &view).await;
    }
    let mut payment = write_down(shop, actor, &view).await?;
    if is_addressed_elsewhere(&payment, &view) {
        close_page(shop, &payment).await?;
        payment = write_down(shop, actor, &view).await?;
    }
    if let (PaymentStatus::Open, Some(url)) = (payment.status, &payment.pay_url) {
        return Ok(PayPage::Pay(url.clone()));
    }
    if payment.status != PaymentStatus::Created {
        return Ok(PayPage::Done);
    }
    failpoint::pass("pay.before_open").await;
    open(shop, &payment).await.map(PayPage::Pay)
}

/// What stands on the provider's page and in its books: `The Night, Sat 14 Mar 2026, 19:30 · Order number AB12-CD34`.
fn described(event: &Event, view: &OrderView) -> String {
    view.language.within(|| {
        let event = told_event(event.clone());
        let when =
            event.starts_at.map(|at| format!(", {}, {}", in_zone(at, event.zone, Telling::Day), in_zone(at, event.zone, Telling::Clock)));
        let number = t!("order-number-title", number = order_number(&view.number));
        // Marks of direction are of no use in a provider's books.
        format!("{}{} · {number}", event.name, when.unwrap_or_default()).replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
    })
}

/// Whether the page sends its receipt to an address that the buyer has corrected since.
fn is_addressed_elsewhere(payment: &Payment, view: &OrderView) -> bool {
    payment.status == PaymentStatus::Open && payment.as_new().is_some_and(|new| new.customer_email.as_str() != view.email)
}

/// Closes the provider's page, for another in its place. One on which somebody has paid stays: it is settled.
async fn close_page(shop: &BoxOffice, payment: &Payment) -> Result<(), PayError> {
    let Some(reference) = &payment.provider_ref else { return Ok(()) };
    let state = shop.payments().look_up(reference).await.map_err(PayError::Provider)?;
    if !matches!(state.status, ProviderStatus::Open | ProviderStatus::RequiresAction | ProviderStatus::Declined { .. }) {
        return Ok(());
    }
    match shop.payments().cancel(reference, &IdempotencyKey::of("cancel", payment.id.0)).await {
        Ok(_) => {}
        Err(error) if error.kind() == PaymentErrorKind::Invalid => return Ok(()),
        Err(error) => return Err(PayError::Provider(error)),
    }
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("close payment page")).await?;
    let locked = store::lock_payment(&mut tx, payment.id).await?;
    if locked.is_some_and(|locked| locked.status == PaymentStatus::Open) {
        store::set_status(&mut tx, payment.id, PaymentStatus::Cancelled, None).await?;
    }
    Ok(tx.commit().await?)
}

/// The live try of an order, or a new one.
async fn write_down(shop: &BoxOffice, actor: &Actor, view: &OrderView) -> Result<Payment, PayError> {
    for _ in 0..2 {
        let mut tx = shop.db().as_service(Service::Sales, actor).await?;
        if let Some(known) = store::latest_of_order(&mut tx, view.id).await?
            && (known.status.is_unsettled() || known.status == PaymentStatus::Captured)
        {
            return Ok(known);
        }
        let now = shop.clock().now();
        if view.hold_expires_at <= now {
            return Err(PayError::Lapsed);
        }
        let event = events::find_event(&mut tx, view.event).await?.ok_or(PayError::NotFound)?;
        let intent = Intent {
            organization: view.organization,
            order: view.id,
            provider: shop.payments().name(),
            amount: Money::new(view.total_minor, view.currency),
            description: described(&event, view),
            customer_email: view.email.parse().map_err(|_| PayError::NotFound)?,
            language: view.language,
            return_url: format!("{}/orders/{}/return", shop.public_url(), view.id),
            cancel_url: format!("{}/orders/{}?payment=cancelled", shop.public_url(), view.id),
            // The hold decides; the page outlives it a little so that a payment under way can end.
            expires_at: view.hold_expires_at + Duration::minutes(20),
        };
        match store::insert_payment(&mut tx, shop.entropy(), now, &intent).await {
            Ok(id) => {
                let payment = store::find_payment(&mut tx, id).await?.ok_or(PayError::NotFound)?;
                tx.commit().await?;
                return Ok(payment);
            }
            // Another tab was faster: take its page.
            Err(e)
                if constraint_of(&e) == Some("payments_one_live_per_subject")
                    || constraint_of(&e) == Some("payments_subject_type_subject_id_attempt_key") => {}
            Err(e) => return Err(e.into()),
        }
    }
    Err(PayError::NotFound)
}

/// Opens the page at the provider and remembers it. Safe to repeat: the payment's id is the key.
pub(super) async fn open(shop: &BoxOffice, payment: &Payment) -> Result<String, PayError> {
    let new = payment.as_new().ok_or(PayError::NotFound)?;
    let opened = shop.payments().open(&new).await.map_err(PayError::Provider)?;
    failpoint::pass("pay.after_open").await;
    remember(shop, payment.id, &opened).await?;
    Ok(opened.pay_url.to_string())
}

async fn remember(shop: &BoxOffice, payment: PaymentId, opened: &platform_payments::OpenedPayment) -> Result<(), PayError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("open payment")).await?;
    store::mark_open(&mut tx, payment, &opened.provider_ref, opened.pay_url.as_str()).await?;
    Ok(tx.commit().await?)
}
