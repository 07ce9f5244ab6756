//! `POST /api/webhooks/stripe`: the provider says that something changed. Believed only when signed,
//! noted once, and never taken as the truth: the job it causes asks the provider.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use platform_db::{Service, Tx};
use platform_http::{Ctx, Fault};
use platform_payments::{WebhookEvent, WebhookKind, store};
use platform_types::{Actor, PaymentId, failpoint};

use super::{Shop, codes};
use crate::later;

pub(super) async fn receive(State(shop): State<Shop>, ctx: Ctx, headers: HeaderMap, body: Bytes) -> Result<StatusCode, Fault> {
    let office = shop.office();
    let event = office
        .payments()
        .verify_webhook(&headers, &body, ctx.now())
        .map_err(|e| Fault::new(codes::payments::WEBHOOK_REFUSED).with_context(e))?;
    let provider = office.payments().name();
    let mut tx = office.db().as_service(Service::Sales, &Actor::system("payment webhook")).await?;
    let fresh =
        store::note_webhook(&mut tx, office.entropy(), ctx.now(), provider, &event.id, kind_name(&event.kind), event.provider_ref.as_ref())
            .await?;
    if fresh && let Some(payment) = payment_of(&mut tx, provider, &event).await? {
        later::settle_payment(&mut tx, payment).await.map_err(Fault::internal)?;
    }
    if fresh
        && let Some(reference) = &event.refund
        && let Some(refund) = store::find_refund_by_provider_ref(&mut tx, provider, reference).await?
    {
        later::settle_refund(&mut tx, refund).await.map_err(Fault::internal)?;
    }
    failpoint::pass("webhook.before_commit").await;
    tx.commit().await?;
    failpoint::pass("webhook.after_commit").await;
    Ok(StatusCode::OK)
}

/// Ours by the metadata or by the reference; none for what we never opened.
async fn payment_of(tx: &mut Tx, provider: &str, event: &WebhookEvent) -> Result<Option<PaymentId>, sqlx::Error> {
    if let Some(id) = event.payment
        && let Some(known) = store::find_payment(tx, id).await?
    {
        return Ok(Some(known.id));
    }
    match &event.provider_ref {
        Some(reference) => Ok(store::find_by_provider_ref(tx, provider, reference).await?.map(|p| p.id)),
        None => Ok(None),
    }
}

fn kind_name(kind: &WebhookKind) -> &str {
    match kind {
        WebhookKind::PageCompleted => "page_completed",
        WebhookKind::PageExpired => "page_expired",
        WebhookKind::Authorised => "authorised",
        WebhookKind::RequiresAction => "requires_action",
        WebhookKind::Declined => "declined",
        WebhookKind::Captured => "captured",
        WebhookKind::Cancelled => "cancelled",
        WebhookKind::Refunded => "refunded",
        WebhookKind::Other(name) => name,
    }
}
