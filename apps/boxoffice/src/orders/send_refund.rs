//! Sends the money of refunds and learns what became of it.

use platform_db::Service;
use platform_payments::store::{self, Payment, RefundRow};
use platform_payments::{PaymentErrorKind, RefundState, RefundStatus};
use platform_types::{Actor, Money, failpoint};
use uuid::Uuid;

use super::SettleError;
use crate::{BoxOffice, later, notices};

/// What the provider says of a refund.
enum Word {
    Stands(RefundState),
    /// Sent long ago; the provider no longer knows our key.
    SentBefore,
    Refused(String),
}

/// Sends the money of one refund, or learns what became of it: also of one that seemed done, because a
/// bank may send it back. Safe to repeat. Refunds of one payment are sent one after the other, so that what the
/// provider says of their sum can be told apart.
pub async fn settle_refund(shop: &BoxOffice, id: Uuid) -> Result<(), SettleError> {
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("settle refund")).await?;
    let Some(refund) = store::lock_refund(&mut tx, id).await? else { return Err(SettleError::NotFound) };
    let payment = store::find_payment(&mut tx, refund.payment).await?.ok_or(SettleError::NotFound)?;
    let others = store::other_refunds(&mut tx, &refund).await?;
    tx.rollback().await?;
    if refund.status == "created" && refund.provider_ref.is_none() && others.earlier_unsent {
        // Whoever sends the earlier one asks for this one afterwards.
        return Ok(());
    }
    let word = match (refund.status.as_str(), &refund.provider_ref) {
        ("created" | "done", Some(reference)) => Word::Stands(shop.payments().look_up_refund(reference).await?),
        ("created", None) => send(shop, &refund, &payment, others.sent_minor).await?,
        _ => return Ok(()),
    };
    note(shop, id, word).await
}

async fn send(shop: &BoxOffice, refund: &RefundRow, payment: &Payment, others_minor: i64) -> Result<Word, SettleError> {
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
            let went_back = there.amount_refunded.minor >= others_minor + refund.amount_minor;
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
            notices::refund_failed(&mut tx, id).await?;
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
    if let Some(next) = store::next_unsent(&mut tx, &refund).await? {
        later::settle_refund(&mut tx, next).await?;
    }
    Ok(tx.commit().await?)
}
