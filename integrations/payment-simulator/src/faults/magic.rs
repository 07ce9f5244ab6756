//! Misbehaviour that a buyer can order: by the tags of an e-mail address or by the amount.

use super::Fault;

/// A fault and the operation it is for; webhook faults are for every event of the payment.
pub(super) type Magic = (Fault, &'static str);

/// Tags of an e-mail address: `ada+answer-lost-capture+webhook-twice@example.org`.
const TAGS: &[(&str, Magic)] = &[
    ("answer-lost-open", (Fault::AnswerLost, "open")),
    ("answer-lost-capture", (Fault::AnswerLost, "capture")),
    ("answer-lost-cancel", (Fault::AnswerLost, "cancel")),
    ("answer-lost-expire", (Fault::AnswerLost, "expire")),
    ("answer-lost-refund", (Fault::AnswerLost, "refund")),
    ("slow-open", (Fault::Slow, "open")),
    ("slow-look-up", (Fault::Slow, "look_up")),
    ("slow-capture", (Fault::Slow, "capture")),
    ("slow-refund", (Fault::Slow, "refund")),
    ("http-500-open", (Fault::Http500, "open")),
    ("http-500-capture", (Fault::Http500, "capture")),
    ("http-500-refund", (Fault::Http500, "refund")),
    ("webhook-late", (Fault::WebhookLate, "")),
    ("webhook-twice", (Fault::WebhookTwice, "")),
    ("webhook-out-of-order", (Fault::WebhookOutOfOrder, "")),
    ("webhook-forged", (Fault::WebhookForged, "")),
    ("webhook-never", (Fault::WebhookNever, "")),
];

/// Amounts in the currency's smallest unit (€666.01 is 66601).
const AMOUNTS: &[(i64, Magic)] = &[
    (66_601, (Fault::AnswerLost, "open")),
    (66_602, (Fault::AnswerLost, "capture")),
    (66_603, (Fault::AnswerLost, "refund")),
    (66_611, (Fault::Slow, "open")),
    (66_612, (Fault::Slow, "capture")),
    (66_621, (Fault::Http500, "open")),
    (66_622, (Fault::Http500, "capture")),
    (66_631, (Fault::WebhookLate, "")),
    (66_632, (Fault::WebhookTwice, "")),
    (66_633, (Fault::WebhookOutOfOrder, "")),
    (66_634, (Fault::WebhookForged, "")),
    (66_635, (Fault::WebhookNever, "")),
];

/// What an address and an amount order.
pub(super) fn ordered(email: Option<&str>, amount: Option<i64>) -> impl Iterator<Item = Magic> {
    let tags = email.and_then(|e| e.split_once('@')).map_or("", |(local, _)| local);
    let by_tag = tags.split('+').skip(1).filter_map(|tag| TAGS.iter().find(|(name, _)| *name == tag).map(|(_, magic)| *magic));
    by_tag.chain(AMOUNTS.iter().filter(move |(units, _)| Some(*units) == amount).map(|(_, magic)| *magic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_amounts_order_faults_and_ordinary_ones_do_not() {
        let all = |email, amount| ordered(email, amount).collect::<Vec<_>>();
        assert_eq!(
            all(Some("ada+answer-lost-capture+webhook-twice@example.org"), Some(1_250)),
            [(Fault::AnswerLost, "capture"), (Fault::WebhookTwice, "")]
        );
        assert_eq!(all(None, Some(66_601)), [(Fault::AnswerLost, "open")]);
        assert_eq!(all(Some("webhook-never@example.org"), Some(66_600)), []);
        assert_eq!(all(Some("ada+news@webhook-never.example"), None), []);
    }
}
