//! Making sure that no money is taken.

use serde_json::Value;

use super::Refusal;
use super::render::{self, Expand};
use crate::books::{Draft, Intent, IntentStatus, Session, SessionStatus};

/// Voids an authorisation.
pub(crate) fn cancel_intent(draft: &mut Draft<'_>, id: &str, reason: Option<String>, expand: Expand) -> Result<Value, Refusal> {
    let mut intent = draft.intent(id).ok_or_else(|| Refusal::missing("payment_intent", id))?;
    if draft.session(&intent.session).is_some_and(|s| s.status == SessionStatus::Open) {
        let message =
            "You cannot cancel this PaymentIntent because it belongs to an open Checkout Session. Expire the Checkout Session instead.";
        return Err(Refusal::state("payment_intent_unexpected_state", message));
    }
    if matches!(intent.status, IntentStatus::Succeeded | IntentStatus::Canceled) {
        let message = format!("You cannot cancel this PaymentIntent because it has a status of {}.", intent.status.as_str());
        return Err(Refusal::state("payment_intent_unexpected_state", message));
    }
    void(draft, &mut intent, reason.as_deref().unwrap_or("requested_by_customer"));
    Ok(render::intent(&intent, expand))
}

/// Closes a page before its time.
pub(crate) fn expire_session(draft: &mut Draft<'_>, id: &str, expand: Expand) -> Result<Value, Refusal> {
    let mut session = draft.session(id).ok_or_else(|| Refusal::missing("checkout.session", id))?;
    if session.status != SessionStatus::Open {
        let status = if session.status == SessionStatus::Complete { "complete" } else { "expired" };
        let message =
            format!("Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{status}`.");
        return Err(Refusal::state("checkout_session_not_open", message));
    }
    close(draft, &mut session);
    Ok(render::session(draft, &session, expand))
}

/// A page ends unpaid; so does what was tried on it.
pub(super) fn close(draft: &mut Draft<'_>, session: &mut Session) {
    session.status = SessionStatus::Expired;
    draft.put_session(session);
    if let Some(mut intent) = session.intent.as_deref().and_then(|id| draft.intent(id)) {
        void(draft, &mut intent, "automatic");
    }
    render::emit_session(draft, "checkout.session.expired", session);
}

/// An authorisation, or the attempt to get one, ends without money.
pub(super) fn void(draft: &mut Draft<'_>, intent: &mut Intent, reason: &str) {
    intent.status = IntentStatus::Canceled;
    intent.cancellation_reason = Some(reason.to_owned());
    draft.put_intent(intent);
    render::emit_intent(draft, "payment_intent.canceled", intent);
}
