//! Taking the reserved money.

use serde_json::Value;

use super::Refusal;
use super::render::{self, Expand};
use crate::books::{Draft, IntentStatus};

pub(crate) fn capture(draft: &mut Draft<'_>, id: &str, amount: Option<i64>, expand: Expand) -> Result<Value, Refusal> {
    let mut intent = draft.intent(id).ok_or_else(|| Refusal::missing("payment_intent", id))?;
    if intent.status != IntentStatus::RequiresCapture {
        let message = format!(
            "This PaymentIntent could not be captured because it has a status of {}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.",
            intent.status.as_str()
        );
        return Err(Refusal::state("payment_intent_unexpected_state", message));
    }
    let amount = amount.unwrap_or(intent.amount);
    if amount <= 0 {
        return Err(Refusal::parameter("parameter_invalid_integer", "amount_to_capture", "This value must be greater than or equal to 1."));
    }
    if amount > intent.amount {
        let message = format!("The amount to capture ({amount}) is greater than the amount that is authorized ({}).", intent.amount);
        return Err(Refusal { kept: true, ..Refusal::parameter("amount_too_large", "amount_to_capture", message) });
    }
    intent.status = IntentStatus::Succeeded;
    intent.amount_received = amount;
    draft.put_intent(&intent);
    render::emit_charge(draft, "charge.captured", &intent);
    render::emit_intent(draft, "payment_intent.succeeded", &intent);
    Ok(render::intent(&intent, expand))
}
