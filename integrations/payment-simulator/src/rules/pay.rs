//! What the person does on the hosted page.

use super::cards::{CardBehaviour, TestCard};
use super::render;
use crate::books::{Capture, Draft, Intent, IntentStatus, Problem, RefundBehaviour, Session, SessionStatus};

/// A card's reservation lapses after 7 days.
const AUTHORISATION_LASTS: i64 = 7 * 24 * 3600;

const AUTHENTICATION_FAILED: &str =
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// The page is done; back to the shop.
    Paid,
    /// The bank wants its second step.
    Challenge,
    /// The bank said no; the person may try again.
    Declined,
    /// The page is over.
    Closed,
}

/// Tries a card. On a page that is paid already nothing more is tried.
pub(crate) fn attempt(draft: &mut Draft<'_>, session_id: &str, card: TestCard) -> Attempt {
    let Some(mut session) = draft.session(session_id) else { return Attempt::Closed };
    match session.status {
        SessionStatus::Complete => return Attempt::Paid,
        SessionStatus::Expired => return Attempt::Closed,
        SessionStatus::Open => {}
    }
    let mut intent = intent_of(draft, &mut session);
    intent.last4 = Some(card.last4().to_owned());
    match card.behaviour {
        CardBehaviour::Approve(refunds) => {
            intent.refunds = refunds;
            authorise(draft, session, intent);
            Attempt::Paid
        }
        CardBehaviour::Challenge => {
            intent.status = IntentStatus::RequiresAction;
            intent.last_error = None;
            draft.put_intent(&intent);
            render::emit_intent(draft, "payment_intent.requires_action", &intent);
            Attempt::Challenge
        }
        CardBehaviour::Decline { .. } => {
            decline(draft, intent, card.decline());
            Attempt::Declined
        }
    }
}

/// The bank's second step, if one is being waited for.
pub(crate) fn answer_challenge(draft: &mut Draft<'_>, session_id: &str, approved: bool) -> Attempt {
    let Some(session) = draft.session(session_id) else { return Attempt::Closed };
    match session.status {
        SessionStatus::Complete => return Attempt::Paid,
        SessionStatus::Expired => return Attempt::Closed,
        SessionStatus::Open => {}
    }
    let waiting = session.intent.as_deref().and_then(|id| draft.intent(id)).filter(|i| i.status == IntentStatus::RequiresAction);
    let Some(intent) = waiting else { return Attempt::Declined };
    if approved {
        authorise(draft, session, intent);
        return Attempt::Paid;
    }
    let problem = Problem {
        kind: "card_error".to_owned(),
        code: Some("payment_intent_authentication_failure".to_owned()),
        decline_code: None,
        message: AUTHENTICATION_FAILED.to_owned(),
        param: None,
    };
    decline(draft, intent, Some(problem));
    Attempt::Declined
}

fn intent_of(draft: &mut Draft<'_>, session: &mut Session) -> Intent {
    if let Some(intent) = session.intent.as_deref().and_then(|id| draft.intent(id)) {
        return intent;
    }
    let intent = Intent {
        id: draft.id("pi"),
        session: session.id.clone(),
        status: IntentStatus::RequiresPaymentMethod,
        amount: session.amount,
        currency: session.currency.clone(),
        created: draft.now,
        capture: session.capture,
        amount_received: 0,
        amount_refunded: 0,
        capture_before: None,
        charge: None,
        last4: None,
        refunds: RefundBehaviour::AtOnce,
        last_error: None,
        cancellation_reason: None,
        description: session.intent_description.clone(),
        metadata: session.intent_metadata.clone(),
    };
    session.intent = Some(intent.id.clone());
    draft.put_session(session);
    draft.put_intent(&intent);
    render::emit_intent(draft, "payment_intent.created", &intent);
    intent
}

fn decline(draft: &mut Draft<'_>, mut intent: Intent, problem: Option<Problem>) {
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.last_error = problem;
    draft.put_intent(&intent);
    render::emit_intent(draft, "payment_intent.payment_failed", &intent);
}

fn authorise(draft: &mut Draft<'_>, mut session: Session, mut intent: Intent) {
    intent.last_error = None;
    intent.charge = Some(draft.id("ch"));
    session.status = SessionStatus::Complete;
    if intent.capture == Capture::Manual {
        intent.status = IntentStatus::RequiresCapture;
        intent.capture_before = Some(draft.now + AUTHORISATION_LASTS);
        draft.put_intent(&intent);
        render::emit_intent(draft, "payment_intent.amount_capturable_updated", &intent);
    } else {
        intent.status = IntentStatus::Succeeded;
        intent.amount_received = intent.amount;
        draft.put_intent(&intent);
        render::emit_intent(draft, "payment_intent.succeeded", &intent);
    }
    draft.put_session(&session);
    render::emit_session(draft, "checkout.session.completed", &session);
}
