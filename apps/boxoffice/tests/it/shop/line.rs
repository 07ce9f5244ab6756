//! The bank in memory behind a line that can be cut, with webhooks it signs by a word.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use platform_payments::{
    IdempotencyKey, NewPayment, OpenedPayment, PaymentError, PaymentProvider, ProviderRef, ProviderState, RefundRef, RefundState,
    WebhookError, WebhookEvent, WebhookKind,
};
use platform_types::{Money, Timestamp};

use crate::house::Bank;

#[derive(Debug)]
pub struct Line {
    pub bank: Arc<Bank>,
    pub cut: AtomicBool,
}

impl Line {
    fn up(&self) -> Result<(), PaymentError> {
        if self.cut.load(Ordering::SeqCst) { Err(PaymentError::Unavailable { message: "the line is cut".to_owned() }) } else { Ok(()) }
    }
}

#[async_trait]
impl PaymentProvider for Line {
    fn name(&self) -> &'static str {
        "bank"
    }
    fn is_simulated(&self) -> bool {
        true
    }
    fn accepts(&self, amount: Money) -> Result<(), PaymentError> {
        self.bank.accepts(amount)
    }
    async fn open(&self, payment: &NewPayment) -> Result<OpenedPayment, PaymentError> {
        self.up()?;
        self.bank.open(payment).await
    }
    async fn look_up(&self, payment: &ProviderRef) -> Result<ProviderState, PaymentError> {
        self.up()?;
        self.bank.look_up(payment).await
    }
    async fn capture(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        self.up()?;
        self.bank.capture(payment, amount, key).await
    }
    async fn cancel(&self, payment: &ProviderRef, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        self.up()?;
        self.bank.cancel(payment, key).await
    }
    async fn refund(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<RefundState, PaymentError> {
        self.up()?;
        self.bank.refund(payment, amount, key).await
    }
    async fn look_up_refund(&self, refund: &RefundRef) -> Result<RefundState, PaymentError> {
        self.bank.look_up_refund(refund).await
    }
    /// The body names the event and the payment: `evt_1 cs_…`.
    fn verify_webhook(&self, headers: &http::HeaderMap, body: &[u8], now: Timestamp) -> Result<WebhookEvent, WebhookError> {
        if headers.get("bank-signature").is_none_or(|word| word != "true") {
            return Err(WebhookError::Forged);
        }
        let text = String::from_utf8_lossy(body);
        let (id, reference) = text.split_once(' ').ok_or_else(|| WebhookError::Unreadable("no blank".to_owned()))?;
        Ok(WebhookEvent {
            id: id.to_owned(),
            kind: WebhookKind::PageCompleted,
            provider_ref: Some(reference.into()),
            payment: None,
            refund: None,
            created: now,
        })
    }
}
