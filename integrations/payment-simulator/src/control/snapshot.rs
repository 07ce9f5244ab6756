//! Everything it holds, for drills that compare money.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::books::{Draft, Intent, IntentStatus, Session};

/// Sums per currency, in the API's units.
#[derive(Debug, Default, Serialize)]
struct Totals {
    /// Reserved, neither taken nor released.
    authorised: i64,
    captured: i64,
    refunded: i64,
}

pub(super) fn of(draft: &mut Draft<'_>) -> Value {
    let mut totals = BTreeMap::<String, Totals>::new();
    let mut payments = Vec::new();
    for session in draft.state.sessions.all() {
        let Some(session) = draft.session(&session.id) else { continue };
        let intent = session.intent.as_deref().and_then(|id| draft.intent(id));
        let sums = totals.entry(session.currency.clone()).or_default();
        if let Some(intent) = &intent {
            sums.authorised += reserved(intent);
            sums.captured += intent.amount_received;
            sums.refunded += intent.amount_refunded;
        }
        payments.push(payment(&session, intent.as_ref()));
    }
    let refunds: Vec<Value> = draft
        .state
        .refunds
        .all()
        .iter()
        .filter_map(|r| draft.refund(&r.id))
        .map(|refund| {
            json!({ "id": refund.id, "payment_intent": refund.intent, "amount": refund.amount, "currency": refund.currency,
            "status": refund.status.as_str(), "created": refund.created, "metadata": refund.metadata })
        })
        .collect();
    let events: Vec<Value> = draft
        .state
        .events
        .all()
        .iter()
        .map(|event| {
            let delivery = draft.state.delivery(&event.id);
            json!({ "id": event.id, "type": event.kind, "session": event.session, "created": event.created,
            "delivery": delivery.status, "attempts": delivery.attempts })
        })
        .collect();
    json!({
        "now": draft.now,
        "clock_ahead_seconds": draft.state.clock_ahead,
        "totals": totals,
        "payments": payments,
        "refunds": refunds,
        "events": events,
    })
}

fn reserved(intent: &Intent) -> i64 {
    if intent.status == IntentStatus::RequiresCapture { intent.amount } else { 0 }
}

fn payment(session: &Session, intent: Option<&Intent>) -> Value {
    json!({
        "session": session.id,
        "session_status": session.status,
        "payment_intent": intent.map(|i| &i.id),
        "status": intent.map(|i| i.status.as_str()),
        "client_reference_id": session.client_reference_id,
        "metadata": session.metadata,
        "currency": session.currency,
        "amount": session.amount,
        "amount_authorised": intent.map_or(0, reserved),
        "amount_captured": intent.map_or(0, |i| i.amount_received),
        "amount_refunded": intent.map_or(0, |i| i.amount_refunded),
        "created": session.created,
        "expires_at": session.expires_at,
    })
}
