//! Reading a verified webhook.

use platform_payments::{ProviderRef, RefundRef, WebhookError, WebhookEvent, WebhookKind};
use platform_types::{PaymentId, Timestamp};

use crate::wire::{Event, EventObject, Expandable, Metadata};

/// Where our payment's id travels in Stripe's metadata.
pub(crate) const PAYMENT_ID: &str = "payment_id";

pub(crate) fn read(body: &[u8]) -> Result<WebhookEvent, WebhookError> {
    let event: Event = serde_json::from_slice(body).map_err(|error| WebhookError::Unreadable(error.to_string()))?;
    let created = Timestamp::from_timestamp(event.created, 0).ok_or_else(|| WebhookError::Unreadable("created is no time".to_owned()))?;
    Ok(WebhookEvent {
        id: event.id,
        kind: kind(&event.kind),
        payment: payment(event.data.object.metadata.as_ref()),
        refund: refund(&event.data.object),
        provider_ref: reference(event.data.object),
        created,
    })
}

fn kind(name: &str) -> WebhookKind {
    match name {
        "checkout.session.completed" => WebhookKind::PageCompleted,
        "checkout.session.expired" => WebhookKind::PageExpired,
        "payment_intent.amount_capturable_updated" => WebhookKind::Authorised,
        "payment_intent.requires_action" => WebhookKind::RequiresAction,
        "payment_intent.payment_failed" => WebhookKind::Declined,
        "payment_intent.succeeded" => WebhookKind::Captured,
        "payment_intent.canceled" => WebhookKind::Cancelled,
        "charge.refunded" | "charge.refund.updated" | "refund.created" | "refund.updated" | "refund.failed" => WebhookKind::Refunded,
        other => WebhookKind::Other(other.to_owned()),
    }
}

/// The payment an object belongs to: itself, or for charges and refunds the intent they name.
fn reference(object: EventObject) -> Option<ProviderRef> {
    let id = match object.object.as_str() {
        "checkout.session" | "payment_intent" => object.id,
        "charge" | "refund" => object.payment_intent.map(|intent| match intent {
            Expandable::Id(id) => id,
            Expandable::Object(intent) => intent.id,
        }),
        _ => None,
    };
    id.map(ProviderRef::from)
}

fn refund(object: &EventObject) -> Option<RefundRef> {
    let id = (object.object == "refund").then_some(object.id.as_deref()).flatten();
    id.map(RefundRef::from)
}

/// Our payment's id, if the metadata carry one.
pub(crate) fn payment(metadata: Option<&Metadata>) -> Option<PaymentId> {
    metadata?.get(PAYMENT_ID)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_name_their_payment() {
        let body = br#"{"id":"evt_1","object":"event","type":"charge.refunded","created":1700000000,"data":{"object":{
            "object":"charge","id":"ch_1","payment_intent":"pi_1","metadata":{"payment_id":"0190b0d0-0000-7000-8000-000000000001"}}}}"#;
        let event = read(body).unwrap();
        assert_eq!((event.id.as_str(), event.kind), ("evt_1", WebhookKind::Refunded));
        assert_eq!(event.provider_ref, Some("pi_1".into()));
        assert_eq!(event.payment.unwrap().to_string(), "0190b0d0-0000-7000-8000-000000000001");
        assert_eq!((event.created.timestamp(), event.refund), (1_700_000_000, None));
        let body = br#"{"id":"evt_3","type":"refund.failed","created":1,"data":{"object":{"object":"refund","id":"re_1","payment_intent":"pi_1"}}}"#;
        let event = read(body).unwrap();
        assert_eq!((event.kind, event.refund, event.provider_ref), (WebhookKind::Refunded, Some("re_1".into()), Some("pi_1".into())));
    }

    #[test]
    fn unknown_events_are_acknowledged_as_such_and_broken_ones_refused() {
        let event =
            read(br#"{"id":"evt_2","type":"customer.created","created":1,"data":{"object":{"object":"customer","id":"cus_1"}}}"#).unwrap();
        assert_eq!((event.kind, event.provider_ref), (WebhookKind::Other("customer.created".into()), None));
        assert!(matches!(read(b"{}"), Err(WebhookError::Unreadable(_))));
    }
}
