//! Trying a code, and using it up.

use platform_db::{Service, Tx};
use platform_types::{Actor, EmailAddress, EventId, HoldId, Money, MoneyError, OrganizationId, UserId};

use super::{Code, Quote, Refusal, find_code, quote};
use crate::BoxOffice;
use crate::holds::HoldView;
use crate::pricing::Tariff;

/// Why a cart has no price.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// Its code does not count.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The hold lapsed at this moment.
    #[error("the reservation has lapsed")]
    Lapsed,
    /// A price cannot be computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Who tries a code, as far as that is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tries<'a> {
    /// Their account.
    pub user: Option<UserId>,
    /// Their address.
    pub email: Option<&'a EmailAddress>,
    /// Their cart, whose own use counts as none.
    pub hold: Option<HoldId>,
}

/// Whether a code counts at an event for this person now, without using it. For a Sales transaction.
pub async fn tried(
    tx: &mut Tx,
    organization: OrganizationId,
    event: EventId,
    text: &str,
    who: Tries<'_>,
) -> Result<Result<Code, Refusal>, sqlx::Error> {
    let Some(code) = find_code(tx, organization, text).await? else { return Ok(Err(Refusal::Unknown)) };
    let verdict = sqlx::query_scalar!(
        r#"SELECT boxoffice.ask_code($1, $2, $3, $4, $5) AS "verdict!""#,
        code.id,
        event.0,
        who.user.map(|user| user.0),
        who.email.map(EmailAddress::as_str),
        who.hold.map(|hold| hold.0)
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(match Refusal::of_verdict(&verdict, code.starts_at) {
        Some(refusal) => Err(refusal),
        None => Ok(code),
    })
}

/// The price at which a hold becomes an order, its code's use counted in this transaction; and the code.
pub async fn price(
    shop: &BoxOffice,
    tx: &mut Tx,
    organization: OrganizationId,
    tariff: &Tariff,
    hold: &HoldView,
    email: &EmailAddress,
) -> Result<(Quote, Option<Code>), PriceError> {
    let Some(text) = &hold.code else { return Ok((quote(tariff, &hold.items, None)??, None)) };
    let known = find_code(tx, organization, text).await?.ok_or(Refusal::Unknown)?;
    use_up(tx, &known, hold.id, email).await?;
    // Read again under the lock: an edit that came before it counts.
    let code = find_code(tx, organization, text).await?.ok_or(Refusal::Unknown)?;
    let quote = quote(tariff, &hold.items, Some(&code))??;
    chargeable(shop, &quote, tariff)?;
    Ok((quote, Some(code)))
}

/// Counts the use, or corrects the address of one that was counted.
pub(crate) async fn use_up(tx: &mut Tx, code: &Code, hold: HoldId, email: &EmailAddress) -> Result<(), PriceError> {
    let verdict = sqlx::query_scalar!(r#"SELECT boxoffice.redeem_code($1, $2, $3) AS "verdict!""#, code.id, hold.0, email.as_str())
        .fetch_one(&mut **tx)
        .await?;
    if verdict == "lapsed" {
        return Err(PriceError::Lapsed);
    }
    Refusal::of_verdict(&verdict, code.starts_at).map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// A discount may leave less than any card can be charged.
pub(crate) fn chargeable(shop: &BoxOffice, quote: &Quote, tariff: &Tariff) -> Result<(), Refusal> {
    let left = Money::new(quote.totals.total_minor, tariff.currency);
    if quote.discount_minor > 0 && !left.is_zero() && shop.payments().accepts(left).is_err() {
        return Err(Refusal::TooLittleLeft(left));
    }
    Ok(())
}

/// Keeps a code with the cart of whoever asks, who was found to own it; none takes it off. False when its tickets were
/// opened by the code it has, or it is an order already.
pub async fn set_code(shop: &BoxOffice, actor: &Actor, hold: HoldId, text: Option<&str>) -> Result<bool, platform_db::DbError> {
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let done = sqlx::query_scalar!(r#"SELECT boxoffice.set_code($1, $2) AS "done!""#, hold.0, text).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    Ok(done)
}
