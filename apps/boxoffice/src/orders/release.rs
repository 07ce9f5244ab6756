//! The buyer gives up an order before it is paid: the seats go back at once, the payment's page is closed.

use platform_audit::Entry;
use platform_db::{DbError, Service};
use platform_payments::store::{self, PaymentStatus};
use platform_types::{Actor, OrderId};

use crate::holds::find_hold;
use crate::{BoxOffice, later};

use super::find_order;

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// Not there, or not the caller's.
    #[error("there is no such order of yours")]
    NotFound,
    /// Paid, being paid, or over before.
    #[error("this order is not waiting for its payment any more")]
    TooLate,
    /// Something could not be put off for later.
    #[error(transparent)]
    Later(#[from] later::LaterError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ReleaseError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Gives the tickets of an unpaid order back. Repeating changes nothing. Money that was reserved meanwhile is
/// let go by [`super::settle`], which finds no order that waits for it.
pub async fn release_order(shop: &BoxOffice, actor: &Actor, id: OrderId) -> Result<(), ReleaseError> {
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order = find_order(&mut tx, id).await?.ok_or(ReleaseError::NotFound)?;
    find_hold(&mut tx, order.hold).await?.filter(|hold| hold.is_of(actor)).ok_or(ReleaseError::NotFound)?;
    // The payment before the order, as whoever settles it does.
    let payment = match store::latest_of_order(&mut tx, id).await? {
        Some(payment) => store::lock_payment(&mut tx, payment.id).await?,
        None => None,
    };
    let status = sqlx::query_scalar!("SELECT status FROM orders WHERE id = $1 FOR UPDATE", id.0).fetch_one(&mut *tx).await?;
    if status == "cancelled" {
        return Ok(());
    }
    let released = status == "pending"
        && sqlx::query_scalar!(r#"SELECT boxoffice.release_hold($1, false) AS "done!""#, order.hold.0).fetch_one(&mut *tx).await?;
    if !released {
        return Err(ReleaseError::TooLate);
    }
    sqlx::query!(
        "UPDATE orders SET status = 'cancelled', notice = 'You gave the tickets back before paying. Nothing was charged.' WHERE id = $1",
        id.0
    )
    .execute(&mut *tx)
    .await?;
    if let Some(payment) = payment.filter(|p| p.status.is_unsettled()) {
        if payment.status == PaymentStatus::Open {
            store::set_status(&mut tx, payment.id, PaymentStatus::Cancelling, None).await?;
        }
        later::settle_payment(&mut tx, payment.id).await?;
    }
    let entry = Entry::new("order.released", "orders").on(id.0).within(order.organization);
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}
