//! Reading how a payment stands.

use platform_payments::{PaymentError, ProviderRef, ProviderState, ProviderStatus, RefundState, RefundStatus};

use crate::amount::from_stripe;
use crate::api::Api;
use crate::fault::decline;
use crate::webhook;
use crate::wire::{Charge, Expandable, Intent, Problem, Refund, Session};

/// What to expand so that one answer tells the whole state.
pub(super) const SESSION_PARTS: [(&str, &str); 2] = [("expand[]", "payment_intent"), ("expand[]", "payment_intent.latest_charge")];
pub(super) const INTENT_PARTS: [(&str, &str); 1] = [("expand[]", "latest_charge")];

/// Whether a reference is an authorisation's; the other ones are pages'.
pub(super) fn is_intent(reference: &ProviderRef) -> bool {
    reference.as_str().starts_with("pi_")
}

pub(super) async fn look_up(api: &Api, reference: &ProviderRef) -> Result<ProviderState, PaymentError> {
    if is_intent(reference) {
        of_intent(&api.get(&["payment_intents", reference.as_str()], &INTENT_PARTS).await?, None)
    } else {
        of_session(&session(api, reference).await?)
    }
}

pub(super) async fn session(api: &Api, reference: &ProviderRef) -> Result<Session, PaymentError> {
    api.get(&["checkout", "sessions", reference.as_str()], &SESSION_PARTS).await
}

/// A page's state: its authorisation's, where there is one that matters.
pub(super) fn of_session(session: &Session) -> Result<ProviderState, PaymentError> {
    let provider_ref = ProviderRef::from(session.id.as_str());
    if session.status.as_deref() != Some("expired")
        && let Some(intent) = session.payment_intent.as_ref().and_then(Expandable::object)
    {
        return Ok(ProviderState { provider_ref, ..of_intent(intent, session.status.as_deref())? });
    }
    let status = match session.status.as_deref() {
        Some("expired") => ProviderStatus::Expired,
        Some("open") => ProviderStatus::Open,
        other => return Err(PaymentError::Unknown { message: format!("Stripe's page {} has the unknown state {other:?}", session.id) }),
    };
    let (Some(units), Some(currency)) = (session.amount_total, session.currency.as_deref()) else {
        return Err(PaymentError::Unknown { message: format!("Stripe's page {} names no amount", session.id) });
    };
    let amount = from_stripe(units, currency)?;
    Ok(ProviderState {
        provider_ref,
        payment: webhook::payment(session.metadata.as_ref()),
        status,
        amount,
        amount_captured: platform_types::Money::zero(amount.currency),
        amount_refunded: platform_types::Money::zero(amount.currency),
    })
}

/// An authorisation's state.
pub(super) fn of_intent(intent: &Intent, page: Option<&str>) -> Result<ProviderState, PaymentError> {
    let named = || ProviderRef::from(intent.id.as_str());
    let failed = intent.last_payment_error.as_ref();
    let status = match (intent.status.as_str(), failed) {
        ("requires_capture", _) => ProviderStatus::Authorised { intent: named() },
        ("succeeded", _) => ProviderStatus::Captured { intent: named() },
        ("canceled", _) => ProviderStatus::Cancelled,
        ("requires_action" | "requires_confirmation" | "processing", _) => ProviderStatus::RequiresAction,
        ("requires_payment_method", Some(problem)) => ProviderStatus::Declined { reason: decline(problem) },
        ("requires_payment_method", None) if page == Some("complete") => ProviderStatus::Declined { reason: decline(&Problem::default()) },
        ("requires_payment_method", None) => ProviderStatus::Open,
        (other, _) => return Err(PaymentError::Unknown { message: format!("Stripe's {} has the unknown state {other:?}", intent.id) }),
    };
    let refunded = intent.latest_charge.as_ref().and_then(Expandable::object).map_or(0, |charge: &Charge| charge.amount_refunded);
    Ok(ProviderState {
        provider_ref: named(),
        payment: webhook::payment(intent.metadata.as_ref()),
        status,
        amount: from_stripe(intent.amount, &intent.currency)?,
        amount_captured: from_stripe(intent.amount_received, &intent.currency)?,
        amount_refunded: from_stripe(refunded, &intent.currency)?,
    })
}

/// A refund's state.
pub(super) fn refund_state(refund: &Refund) -> Result<RefundState, PaymentError> {
    let status = match refund.status.as_deref() {
        Some("succeeded") => RefundStatus::Succeeded,
        Some("failed" | "canceled") => {
            RefundStatus::Failed { reason: refund.failure_reason.clone().unwrap_or_else(|| "unknown".to_owned()) }
        }
        _ => RefundStatus::Pending,
    };
    Ok(RefundState { refund_ref: refund.id.as_str().into(), amount: from_stripe(refund.amount, &refund.currency)?, status })
}
