//! What happens by itself as time passes.

use super::{cancel, render};
use crate::books::{Draft, Due, RefundStatus};

/// Lets everything happen that is due by the draft's time.
pub(crate) fn settle_due(draft: &mut Draft<'_>) {
    for due in draft.state.due_by(draft.now) {
        match due {
            Due::Session(id) => {
                if let Some(mut session) = draft.session(&id) {
                    cancel::close(draft, &mut session);
                }
            }
            Due::Intent(id) => {
                if let Some(mut intent) = draft.intent(&id) {
                    cancel::void(draft, &mut intent, "automatic");
                }
            }
            Due::Refund(id) => settle_refund(draft, &id),
        }
    }
}

fn settle_refund(draft: &mut Draft<'_>, id: &str) {
    let Some(mut refund) = draft.refund(id) else { return };
    refund.settles_at = None;
    if refund.status == RefundStatus::Pending {
        refund.status = RefundStatus::Succeeded;
        draft.put_refund(&refund);
        render::emit_refund(draft, "refund.updated", &refund);
        return;
    }
    refund.status = RefundStatus::Failed;
    refund.failure_reason = Some("expired_or_canceled_card".to_owned());
    draft.put_refund(&refund);
    if let Some(mut intent) = draft.intent(&refund.intent) {
        intent.amount_refunded -= refund.amount;
        draft.put_intent(&intent);
    }
    render::emit_refund(draft, "refund.failed", &refund);
}
