//! The job that delivers.

use std::sync::Arc;

use platform_jobs::{Handler, Job, JobCtx, JobError, Registry, RunsAs};
use platform_types::failpoint;
use serde::{Deserialize, Serialize};

use crate::messages::{Message, Settled, find, settle};
use crate::transport::NamedAddress;
use crate::{
    Accepted, AttachmentError, AttachmentRef, Attachments, HeaderText, MailTransport, MessageId, MessageStatus, OutgoingMail, SendError,
};

/// Delivers one message, if it is still to be delivered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Deliver {
    /// Which.
    pub message: MessageId,
}

impl Job for Deliver {
    const KIND: &'static str = "notify.deliver";
    const ABOUT: &'static str = "Delivers a mail through the mail server or into the local mailbox.";
    const RUNS_AS: RunsAs = RunsAs::System;
}

/// Who sends, how, and what can be attached. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: NamedAddress,
    transport: Arc<dyn MailTransport>,
    attachments: Attachments,
}

impl Mailer {
    /// Sends as `from` through `transport`.
    pub fn new(from: NamedAddress, transport: Arc<dyn MailTransport>, attachments: Attachments) -> Self {
        Self { from, transport, attachments }
    }

    /// Adds this crate's kinds of jobs.
    pub fn register(&self, registry: Registry) -> Registry {
        registry.job::<Deliver>(self.clone())
    }

    /// Whether mails stay here.
    pub fn is_local_mailbox(&self) -> bool {
        self.transport.is_local_mailbox()
    }

    pub(crate) fn attachments(&self) -> &Attachments {
        &self.attachments
    }

    async fn compose(&self, message: &Message) -> Result<OutgoingMail, Trouble> {
        let broken = |what: &str| Trouble::Final(format!("the stored message has no usable {what}"));
        let wanted: Vec<AttachmentRef> = serde_json::from_value(message.attachments.clone()).map_err(|_| broken("list of attachments"))?;
        let mut attachments = Vec::with_capacity(wanted.len());
        for attachment in &wanted {
            attachments.push(self.attachments.make(attachment).await?);
        }
        Ok(OutgoingMail {
            id: message.id,
            from: NamedAddress {
                name: message.from_name.as_deref().and_then(|n| n.parse().ok()).or_else(|| self.from.name.clone()),
                address: self.from.address.clone(),
            },
            to: NamedAddress {
                name: message.to_name.as_deref().and_then(|n| n.parse().ok()),
                address: message.to_address.parse().map_err(|_| broken("address"))?,
            },
            subject: message.subject.parse::<HeaderText>().map_err(|_| broken("subject"))?,
            text: message.text_body.clone().ok_or_else(|| broken("body"))?,
            html: message.html_body.clone(),
            attachments,
            unsubscribe: message.unsubscribe.clone(),
            date: message.created_at,
        })
    }

    async fn attempt(&self, message: &Message) -> Result<Accepted, Trouble> {
        let mail = self.compose(message).await?;
        failpoint::pass("mail.before_send").await;
        let accepted = self.transport.send(&mail).await?;
        failpoint::pass("mail.after_send").await;
        Ok(accepted)
    }

    async fn note(
        &self,
        ctx: &JobCtx,
        id: MessageId,
        status: MessageStatus,
        provider_id: Option<&str>,
        error: Option<&str>,
    ) -> Result<(), JobError> {
        let is_over = status == MessageStatus::Skipped || (status == MessageStatus::Sent && !self.is_local_mailbox());
        let error: Option<String> = error.map(|e| e.chars().filter(|c| *c != '\0').take(500).collect());
        let mut tx = ctx.begin().await?;
        settle(&mut tx, id, &Settled { status, transport: self.transport.name(), provider_id, error: error.as_deref(), is_over }).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Why it did not leave.
enum Trouble {
    /// Trying again cannot help.
    Final(String),
    /// Trying again may.
    Passing(String, Option<std::time::Duration>),
}

impl From<AttachmentError> for Trouble {
    fn from(error: AttachmentError) -> Self {
        match &error {
            AttachmentError::Gone { .. } => Self::Final(error.to_string()),
            // A newer program may know the kind; a source that fails may recover.
            AttachmentError::UnknownKind(_) => Self::Passing(error.to_string(), None),
            AttachmentError::Failed { source, .. } => Self::Passing(format!("{error}: {source}"), None),
        }
    }
}

impl From<SendError> for Trouble {
    fn from(error: SendError) -> Self {
        match &error {
            SendError::Permanent { .. } => Self::Final(error.to_string()),
            SendError::Temporary { after, .. } => Self::Passing(error.to_string(), *after),
            SendError::Unknown { .. } => Self::Passing(error.to_string(), None),
        }
    }
}

impl Handler<Deliver> for Mailer {
    async fn run(&self, job: Deliver, ctx: JobCtx) -> Result<(), JobError> {
        let id = job.message;
        let message = {
            let mut tx = ctx.begin().await?;
            find(&mut tx, id).await?
        };
        let Some(message) = message.filter(|m| matches!(m.status, MessageStatus::Queued | MessageStatus::Failed)) else { return Ok(()) };
        if message.expires_at.is_some_and(|at| at <= ctx.clock().now()) {
            return self.note(&ctx, id, MessageStatus::Skipped, None, Some("it would have arrived too late to be of use")).await;
        }
        let trouble = match self.attempt(&message).await {
            Ok(accepted) => {
                metrics::counter!("callboard_mails_total", "outcome" => "sent").increment(1);
                return self.note(&ctx, id, MessageStatus::Sent, accepted.provider_id.as_deref(), None).await;
            }
            Err(trouble) => trouble,
        };
        match trouble {
            Trouble::Final(reason) => {
                metrics::counter!("callboard_mails_total", "outcome" => "failed").increment(1);
                tracing::warn!(message = %id, purpose = message.purpose, reason, "mail refused");
                self.note(&ctx, id, MessageStatus::Failed, None, Some(&reason)).await
            }
            Trouble::Passing(reason, after) => {
                let status = if ctx.is_last_attempt() { MessageStatus::Failed } else { MessageStatus::Queued };
                self.note(&ctx, id, status, None, Some(&reason)).await?;
                Err(match after {
                    Some(after) => JobError::RetryAfter(after, reason.into()),
                    None => JobError::retry(reason),
                })
            }
        }
    }
}
