//! Capture, cancel, refund.

use platform_payments::{IdempotencyKey, PaymentError, ProviderRef, ProviderState, ProviderStatus, RefundState};
use platform_types::Money;

use super::state::{INTENT_PARTS, SESSION_PARTS, is_intent, look_up, of_intent, of_session, refund_state, session};
use crate::amount::to_stripe;
use crate::api::{Api, Fields};
use crate::wire::{Expandable, List, Session};

pub(super) async fn capture(api: &Api, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
    let intent = intent_of(api, payment).await?;
    let mut fields = owned(&INTENT_PARTS);
    fields.push(("amount_to_capture".to_owned(), to_stripe(amount)?.to_string()));
    let captured = api.post(&["payment_intents", &intent, "capture"], key, fields).await?;
    Ok(ProviderState { provider_ref: payment.clone(), ..of_intent(&captured, None)? })
}

pub(super) async fn refund(api: &Api, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<RefundState, PaymentError> {
    let intent = intent_of(api, payment).await?;
    let fields = vec![("payment_intent".to_owned(), intent), ("amount".to_owned(), to_stripe(amount)?.to_string())];
    refund_state(&api.post(&["refunds"], key, fields).await?)
}

/// Closes the page or voids the authorisation. The person may pay between our look and our act; then the
/// act is refused, and a second look finds the authorisation.
pub(super) async fn cancel(api: &Api, payment: &ProviderRef, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
    match cancel_once(api, payment, key).await {
        Err(PaymentError::Invalid { code, .. }) if code != ALREADY_CAPTURED => cancel_once(api, payment, key).await,
        other => other,
    }
}

const ALREADY_CAPTURED: &str = "payments.already_captured";

async fn cancel_once(api: &Api, payment: &ProviderRef, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
    let state = look_up(api, payment).await?;
    let done = match &state.status {
        ProviderStatus::Cancelled | ProviderStatus::Expired => return Ok(state),
        ProviderStatus::Captured { .. } => {
            let message = format!("{payment} is captured; it can only be refunded");
            return Err(PaymentError::Invalid { code: ALREADY_CAPTURED.to_owned(), message });
        }
        ProviderStatus::Authorised { intent } => {
            let voided = api.post(&["payment_intents", intent.as_str(), "cancel"], &key.part("void"), owned(&INTENT_PARTS)).await?;
            of_intent(&voided, None)?
        }
        ProviderStatus::Open | ProviderStatus::RequiresAction | ProviderStatus::Declined { .. } => {
            let page = page_of(api, payment).await?;
            let closed: Session = api.post(&["checkout", "sessions", &page, "expire"], &key.part("close"), owned(&SESSION_PARTS)).await?;
            of_session(&closed)?
        }
    };
    Ok(ProviderState { provider_ref: payment.clone(), ..done })
}

/// The authorisation behind a reference.
async fn intent_of(api: &Api, payment: &ProviderRef) -> Result<String, PaymentError> {
    if is_intent(payment) {
        return Ok(payment.as_str().to_owned());
    }
    match session(api, payment).await?.payment_intent {
        Some(Expandable::Object(intent)) => Ok(intent.id),
        Some(Expandable::Id(id)) => Ok(id),
        None => {
            Err(PaymentError::Invalid { code: "payments.not_authorised".to_owned(), message: format!("nobody has paid {payment} yet") })
        }
    }
}

/// The page behind a reference: what is not authorised yet can only be stopped there.
async fn page_of(api: &Api, payment: &ProviderRef) -> Result<String, PaymentError> {
    if !is_intent(payment) {
        return Ok(payment.as_str().to_owned());
    }
    let pages: List<Session> = api.get(&["checkout", "sessions"], &[("payment_intent", payment.as_str()), ("limit", "1")]).await?;
    let page = pages.data.into_iter().next().map(|page| page.id);
    page.ok_or_else(|| PaymentError::Invalid { code: "resource_missing".to_owned(), message: format!("{payment} belongs to no page") })
}

fn owned(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
