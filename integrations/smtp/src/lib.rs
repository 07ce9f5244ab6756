//! Mail through an SMTP server: the adapter behind `platform_notify::MailTransport`.
//!
//! Owns no table. Every call goes through the gate to the outside (timeout, breaker, health). One
//! connection per mail; TLS by rustls. Whether the other side may have taken a mail is known by the
//! phase in which an attempt broke: before the content was sent it cannot have, afterwards it may have,
//! and the next attempt carries the same Message-ID.
//!
//! Credentials never travel unencrypted except to this very machine.

mod address;
mod compose;
mod relay;
mod talk;

use async_trait::async_trait;
use platform_notify::{Accepted, MailTransport, OutgoingMail, SendError};
use platform_outbound::{CallError, Carries, Failure, Fate, Hub, HubSettings, OutboundError, RetryClass};
use platform_types::{Clock, SecretString};

use relay::Relay;
pub use relay::RelayError;
use talk::{Broken, Phase};

/// Sends through one server.
#[derive(Debug)]
pub struct SmtpTransport {
    relay: Relay,
    hub: Hub,
    clock: Clock,
}

impl SmtpTransport {
    /// What to declare at the gate.
    pub fn hub_settings() -> HubSettings {
        HubSettings { timeout: std::time::Duration::from_secs(30), attempts: 1, carries: Carries::Personal, ..HubSettings::named("smtp") }
    }

    /// `smtp://user:password@host:587` (STARTTLS, required unless the host is this machine) or
    /// `smtps://user:password@host:465`.
    pub fn new(url: &SecretString, hub: Hub, clock: Clock) -> Result<Self, RelayError> {
        Ok(Self { relay: Relay::parse(url)?, hub, clock })
    }
}

#[async_trait]
impl MailTransport for SmtpTransport {
    async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        let letter = compose::letter(mail).map_err(|e| SendError::Permanent { reason: e.to_string() })?;
        // The job tries again with longer pauses; a repetition here could only double what was taken.
        let answer = self
            .hub
            .call(RetryClass::Never, || async {
                talk::deliver(&self.relay, &letter).await.map_err(|broken| Failure::new(broken.fate(), broken))
            })
            .await;
        match answer {
            Ok(provider_id) => Ok(Accepted { provider_id: Some(provider_id).filter(|id| !id.is_empty()) }),
            Err(CallError::Failed { error, .. }) => Err(error.into()),
            Err(CallError::Gate(error)) => Err(self.stopped(&error)),
        }
    }

    fn name(&self) -> &'static str {
        "smtp"
    }
}

impl SmtpTransport {
    fn stopped(&self, error: &OutboundError) -> SendError {
        let reason = error.to_string();
        match error {
            OutboundError::CircuitOpen { until, .. } => SendError::Temporary { reason, after: (*until - self.clock.now()).to_std().ok() },
            _ if error.fate() == Fate::Unknown => SendError::Unknown { reason },
            _ => SendError::Temporary { reason, after: None },
        }
    }
}

impl From<Broken> for SendError {
    fn from(broken: Broken) -> Self {
        let reason = broken.to_string();
        match (broken.fate(), broken.phase) {
            (Fate::Unknown, _) => Self::Unknown { reason },
            // Refused because of this recipient or this content: it will not get better.
            (Fate::Refused, Phase::Recipient | Phase::Content) => Self::Permanent { reason },
            // Refused before it knew them: our credentials, our sender. A person mends the settings.
            _ => Self::Temporary { reason, after: None },
        }
    }
}
