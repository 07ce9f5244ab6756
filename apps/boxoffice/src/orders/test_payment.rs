//! Settles the order of an event that is tried out: nobody is asked for money, and nothing reaches the books.

use platform_db::Service;
use platform_types::Actor;

use super::settle::fulfil;
use super::{OrderView, PayError, PayPage};
use crate::{BoxOffice, tickets};

/// Gives the tickets of a test order. Repeating changes nothing; a test that is over gives none.
pub(super) async fn settle_test(shop: &BoxOffice, actor: &Actor, order: &OrderView) -> Result<PayPage, PayError> {
    if order.hold_expires_at <= shop.clock().now() {
        return Err(PayError::Lapsed);
    }
    let key = tickets::signing_key(shop, order.event).await.map_err(super::SettleError::from)?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    // The order before its stock, as everywhere.
    sqlx::query!("SELECT id FROM orders WHERE id = $1 FOR UPDATE", order.id.0).fetch_one(&mut *tx).await?;
    if !sqlx::query_scalar!(r#"SELECT boxoffice.commit_hold($1) AS "done!""#, order.hold.0).fetch_one(&mut *tx).await? {
        return Err(PayError::Lapsed);
    }
    fulfil(shop, &mut tx, order.id, &key).await?;
    tx.commit().await?;
    Ok(PayPage::Done)
}
