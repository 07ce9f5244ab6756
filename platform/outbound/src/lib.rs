//! The one gate to the outside: mail, payments, webhooks, storage, models.
//!
//! Every call names its hub (`stripe`, `smtp` …). A hub has a timeout per attempt, a circuit breaker, a
//! latency metric, a line in `/health` and a note whether personal data passes through it; the call says
//! whether it may be repeated ([`RetryClass`]). While the caller holds a database transaction open the gate
//! refuses (`outbound.inside_transaction`), because a slow provider would then hold locks that others wait for.
//!
//! What the caller must know after a failure is whether the other side may have acted: [`Fate`].
//!
//! ```
//! # async fn example(clock: platform_types::Clock, entropy: platform_types::Entropy) -> Result<(), Box<dyn std::error::Error>> {
//! use platform_outbound::{Carries, HttpRequest, HubSettings, Outbound, RetryClass};
//!
//! let outbound = Outbound::new(clock, entropy, [HubSettings { carries: Carries::Personal, ..HubSettings::named("stripe") }])?;
//! let reply = outbound.hub("stripe")?.send(RetryClass::Idempotent, HttpRequest::get("https://api.stripe.com/v1/balance".parse()?)).await?;
//! # let _ = reply; Ok(()) }
//! ```

mod breaker;
mod error;
mod gate;
mod health;
mod http;
mod hub;
mod retry;

pub use breaker::{BreakerSettings, CircuitState};
pub use error::{CallError, Failure, Fate, OutboundError};
pub use gate::{Hub, Outbound};
pub use health::{HubHealth, HubStatus};
pub use http::{HttpReply, HttpRequest};
pub use hub::{Carries, HubSettings};
pub use retry::{Backoff, RetryClass};
