//! Its things, as the API shows them.

use serde_json::{Value, json};

use crate::books::{Capture, Draft, Event, Intent, IntentStatus, Refund, Session, SessionStatus};

/// What a request wants to see whole instead of by id.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expand {
    pub intent: bool,
    pub charge: bool,
}

pub(crate) fn session(draft: &Draft<'_>, session: &Session, expand: Expand) -> Value {
    let intent = session.intent.as_deref().and_then(|id| draft.intent(id));
    let paid = intent.as_ref().is_some_and(|i| i.status == IntentStatus::Succeeded);
    let intent = match intent {
        Some(intent) if expand.intent => self::intent(&intent, expand),
        Some(intent) => json!(intent.id),
        None => Value::Null,
    };
    json!({
        "id": session.id,
        "object": "checkout.session",
        "amount_subtotal": session.amount,
        "amount_total": session.amount,
        "cancel_url": session.cancel_url,
        "client_reference_id": session.client_reference_id,
        "created": session.created,
        "currency": session.currency,
        "customer_email": session.customer_email,
        "expires_at": session.expires_at,
        "livemode": false,
        "locale": session.locale,
        "metadata": session.metadata,
        "mode": "payment",
        "payment_intent": intent,
        "payment_method_types": ["card"],
        "payment_status": if paid { "paid" } else { "unpaid" },
        "status": session.status,
        "success_url": session.success_url,
        // As at the original: a page that is over has no address.
        "url": (session.status == SessionStatus::Open).then(|| draft.page_url(&session.id)),
    })
}

pub(crate) fn intent(intent: &Intent, expand: Expand) -> Value {
    let capturable = if intent.status == IntentStatus::RequiresCapture { intent.amount } else { 0 };
    let charge = match &intent.charge {
        Some(_) if expand.charge => charge(intent),
        Some(id) => json!(id),
        None => Value::Null,
    };
    json!({
        "id": intent.id,
        "object": "payment_intent",
        "amount": intent.amount,
        "amount_capturable": capturable,
        "amount_received": intent.amount_received,
        "cancellation_reason": intent.cancellation_reason,
        "capture_method": intent.capture,
        "created": intent.created,
        "currency": intent.currency,
        "description": intent.description,
        "last_payment_error": intent.last_error,
        "latest_charge": charge,
        "livemode": false,
        "metadata": intent.metadata,
        "status": intent.status.as_str(),
    })
}

pub(crate) fn charge(intent: &Intent) -> Value {
    let captured = intent.status == IntentStatus::Succeeded;
    json!({
        "id": intent.charge,
        "object": "charge",
        "amount": intent.amount,
        "amount_captured": intent.amount_received,
        "amount_refunded": intent.amount_refunded,
        "captured": captured,
        "currency": intent.currency,
        "livemode": false,
        "metadata": intent.metadata,
        "paid": true,
        "payment_intent": intent.id,
        "payment_method_details": { "type": "card", "card": { "last4": intent.last4, "capture_before": intent.capture_before } },
        "refunded": captured && intent.amount_refunded == intent.amount_received,
        "status": "succeeded",
    })
}

pub(crate) fn refund(refund: &Refund) -> Value {
    json!({
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "charge": refund.charge,
        "created": refund.created,
        "currency": refund.currency,
        "failure_reason": refund.failure_reason,
        "metadata": refund.metadata,
        "payment_intent": refund.intent,
        "status": refund.status.as_str(),
    })
}

pub(crate) fn event(event: &Event) -> Value {
    json!({
        "id": event.id,
        "object": "event",
        "api_version": "2024-06-20",
        "created": event.created,
        "data": { "object": event.object },
        "livemode": false,
        "pending_webhooks": 1,
        "request": { "id": null, "idempotency_key": null },
        "type": event.kind,
    })
}

/// Emits what happened to an authorisation.
pub(crate) fn emit_intent(draft: &mut Draft<'_>, kind: &str, intent: &Intent) {
    let object = self::intent(intent, Expand::default());
    draft.emit(kind, &intent.session, object);
}

/// Emits what happened to a page.
pub(crate) fn emit_session(draft: &mut Draft<'_>, kind: &str, session: &Session) {
    let object = self::session(draft, session, Expand::default());
    draft.emit(kind, &session.id, object);
}

/// Emits what happened to a refund.
pub(crate) fn emit_refund(draft: &mut Draft<'_>, kind: &str, refund: &Refund) {
    if let Some(intent) = draft.intent(&refund.intent) {
        draft.emit(kind, &intent.session, self::refund(refund));
    }
}

/// Emits what happened to the money behind an authorisation.
pub(crate) fn emit_charge(draft: &mut Draft<'_>, kind: &str, intent: &Intent) {
    draft.emit(kind, &intent.session, charge(intent));
}

impl Capture {
    /// As the API spells it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "automatic" => Some(Self::Automatic),
            "manual" => Some(Self::Manual),
            _ => None,
        }
    }
}
