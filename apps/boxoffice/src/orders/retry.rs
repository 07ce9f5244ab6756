//! Sends a refund's money anew, after the provider refused it or the bank sent it back.

use platform_audit::Entry;
use platform_db::Service;
use platform_payments::store;
use platform_types::{Actor, OrderId};
use serde_json::json;
use uuid::Uuid;

use super::refund::may_refund;
use super::{RefundError, SettleError};
use crate::{BoxOffice, later};

/// Puts a failed refund of an order on its way again. False when it is on its way or done already: pressed twice,
/// it is sent once.
pub async fn retry_refund(shop: &BoxOffice, actor: &Actor, order: OrderId, refund: Uuid) -> Result<bool, RefundError> {
    may_refund(shop, actor, order).await?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let row = store::lock_refund(&mut tx, refund).await?.ok_or(RefundError::NotFound)?;
    let payment = store::find_payment(&mut tx, row.payment).await?.filter(|p| p.subject_id == order.0).ok_or(RefundError::NotFound)?;
    if row.status != "failed" {
        return Ok(false);
    }
    store::send_refund_again(&mut tx, refund).await?;
    let entry = Entry::new("order.refund_retried", "orders")
        .on(order.0)
        .within(payment.organization)
        .before(json!({"refund": refund, "attempt": row.attempt, "provider_ref": row.provider_ref.map(|r| r.as_str().to_owned())}))
        .after(json!({"attempt": row.attempt + 1, "amount_minor": row.amount_minor}));
    platform_audit::record(&mut tx, entry).await?;
    later::settle_refund(&mut tx, refund).await.map_err(SettleError::from)?;
    tx.commit().await?;
    Ok(true)
}
