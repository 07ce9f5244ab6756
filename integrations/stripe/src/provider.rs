//! The port, carried out.

mod money_moves;
mod opening;
mod state;

use async_trait::async_trait;
use http::HeaderMap;
use platform_outbound::Outbound;
use platform_payments::{
    IdempotencyKey, NewPayment, OpenedPayment, PaymentError, PaymentProvider, ProviderRef, ProviderState, RefundRef, RefundState,
    WebhookError, WebhookEvent,
};
use platform_types::{Money, SecretString, Timestamp};

use crate::api::Api;
use crate::{HUB, SettingsError, StripeSettings, amount, signature, webhook};

/// Stripe, or the simulator that speaks its protocol.
#[derive(Clone, Debug)]
pub struct Stripe {
    api: Api,
    webhook_secrets: Vec<SecretString>,
    test_mode: bool,
}

impl Stripe {
    /// The adapter, if the settings make sense and the gate has the hub [`HUB`] (see
    /// [`hub_settings`](crate::hub_settings)).
    pub fn new(settings: StripeSettings, outbound: &Outbound) -> Result<Self, SettingsError> {
        settings.check()?;
        let test_mode = settings.is_test_mode();
        let api = Api::new(settings.base_url, settings.secret_key, outbound.hub(HUB)?);
        Ok(Self { api, webhook_secrets: settings.webhook_secrets, test_mode })
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn is_simulated(&self) -> bool {
        self.test_mode
    }

    fn accepts(&self, amount: Money) -> Result<(), PaymentError> {
        amount::chargeable(amount).map(drop)
    }

    async fn open(&self, payment: &NewPayment) -> Result<OpenedPayment, PaymentError> {
        opening::open(&self.api, payment).await
    }

    async fn look_up(&self, payment: &ProviderRef) -> Result<ProviderState, PaymentError> {
        state::look_up(&self.api, payment).await
    }

    async fn capture(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        money_moves::capture(&self.api, payment, amount, key).await
    }

    async fn cancel(&self, payment: &ProviderRef, key: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        money_moves::cancel(&self.api, payment, key).await
    }

    async fn refund(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<RefundState, PaymentError> {
        money_moves::refund(&self.api, payment, amount, key).await
    }

    async fn look_up_refund(&self, refund: &RefundRef) -> Result<RefundState, PaymentError> {
        state::refund_state(&self.api.get(&["refunds", refund.as_str()], &[]).await?)
    }

    fn verify_webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<WebhookEvent, WebhookError> {
        let header = headers.get("stripe-signature").ok_or(WebhookError::Unsigned)?;
        let header = header.to_str().map_err(|_| WebhookError::Malformed)?;
        signature::verify(header, body, &self.webhook_secrets, now)?;
        webhook::read(body)
    }
}
