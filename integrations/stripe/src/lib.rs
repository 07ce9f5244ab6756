//! Stripe behind the payment port: hosted Checkout Sessions with a separate capture.
//!
//! Owns no table. Speaks Stripe's REST protocol (form bodies, bearer key, `Idempotency-Key`,
//! `Stripe-Version`) through the outbound gate; every changing call is idempotent by key, so the gate may
//! repeat it. No card data passes through us. The payment simulator speaks the same protocol: which of the
//! two answers is only a matter of [`StripeSettings::base_url`].

mod amount;
mod api;
mod fault;
mod provider;
mod settings;
mod signature;
mod webhook;
mod wire;

pub use provider::Stripe;
pub use settings::{HUB, SettingsError, StripeSettings, hub_settings};
