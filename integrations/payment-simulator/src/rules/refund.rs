//! Giving money back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Refusal, render};
use crate::books::{Draft, IntentStatus, Refund, RefundBehaviour, RefundStatus};

/// How long a slow bank takes, by the simulator's clock, in seconds.
const SETTLES_AFTER: i64 = 5;

pub(crate) fn refund(
    draft: &mut Draft<'_>,
    intent_id: &str,
    amount: Option<i64>,
    metadata: BTreeMap<String, String>,
) -> Result<Value, Refusal> {
    let mut intent = draft.intent(intent_id).ok_or_else(|| Refusal::missing("payment_intent", intent_id))?;
    let Some(charge) = intent.charge.clone().filter(|_| intent.status == IntentStatus::Succeeded) else {
        let message = format!(
            "This PaymentIntent ({intent_id}) does not have a successful charge to refund; it has a status of {}.",
            intent.status.as_str()
        );
        return Err(Refusal::state("payment_intent_unexpected_state", message));
    };
    let left = intent.amount_received - intent.amount_refunded;
    if left == 0 {
        return Err(Refusal::state("charge_already_refunded", format!("Charge {charge} has already been refunded.")));
    }
    let amount = amount.unwrap_or(left);
    if amount <= 0 {
        return Err(Refusal::parameter("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1."));
    }
    if amount > left {
        let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).");
        return Err(Refusal { kept: true, ..Refusal::parameter("amount_too_large", "amount", message) });
    }
    let (status, settles_at) = match intent.refunds {
        RefundBehaviour::AtOnce => (RefundStatus::Succeeded, None),
        RefundBehaviour::PendingThenSucceeded => (RefundStatus::Pending, Some(draft.now + SETTLES_AFTER)),
        RefundBehaviour::SucceededThenFailed => (RefundStatus::Succeeded, Some(draft.now + SETTLES_AFTER)),
    };
    let refund = Refund {
        id: draft.id("re"),
        intent: intent.id.clone(),
        charge,
        amount,
        currency: intent.currency.clone(),
        created: draft.now,
        status,
        failure_reason: None,
        settles_at,
        metadata,
    };
    intent.amount_refunded += amount;
    draft.put_intent(&intent);
    draft.put_refund(&refund);
    render::emit_refund(draft, "refund.created", &refund);
    render::emit_charge(draft, "charge.refunded", &intent);
    Ok(render::refund(&refund))
}
