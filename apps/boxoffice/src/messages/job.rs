//! Asks for the mails of one part of a message's recipients.

use commons::events::{self, Event};
use platform_db::Tx;
use platform_jobs::{Job, JobCtx, JobError, Registry, RunsAs};
use platform_notify::{Mail, queue};
use platform_types::{EmailAddress, EventId, OrganizationId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Recipient, letter_of, subject_of};
use crate::shop::paper::told_event;
use crate::{BoxOffice, notices};

/// Recipients of one job.
pub const BATCH: i32 = 100;

/// What every mail of a message is keyed by; the recipient's number follows.
pub fn key_of(message: Uuid) -> String {
    format!("boxoffice.message/{message}/")
}

/// Ask for the mails to a hundred recipients of a message. Carries ids: one that is forged finds a message that was sent,
/// and mails that are there already.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendEventMessage {
    /// Which message.
    pub message: Uuid,
    /// The first of its recipients, by number.
    pub first: i32,
}

impl Job for SendEventMessage {
    const KIND: &'static str = "boxoffice.send_event_message";
    const ABOUT: &'static str = "Asks for the mails to a hundred recipients of a message to ticket holders.";
    const RUNS_AS: RunsAs = RunsAs::System;
}

/// Adds the kind.
pub fn register(registry: Registry, shop: &BoxOffice) -> Registry {
    let shop = shop.clone();
    registry.job(move |job: SendEventMessage, ctx: JobCtx| {
        let shop = shop.clone();
        async move { ask(&shop, &ctx, job).await }
    })
}

async fn ask(shop: &BoxOffice, ctx: &JobCtx, job: SendEventMessage) -> Result<(), JobError> {
    let Some(mut tx) = ctx.begin_once().await? else { return Ok(()) };
    if let Some((message, event)) = load(&mut tx, job.message).await? {
        for (number, to) in recipients(&mut tx, job).await? {
            let told = to.language.within(|| mail(shop, &message, &told_event(event.clone()), number, &to))?;
            queue(&mut tx, &told).await?;
            if let Some(user) = to.user {
                notices::message(
                    &mut tx,
                    message.id,
                    subject_of(&message.subject, &event, &to, shop.public_url()).as_str(),
                    user,
                    to.order,
                    &event,
                )
                .await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

struct Message {
    id: Uuid,
    organization: OrganizationId,
    subject: String,
    body: String,
}

async fn load(tx: &mut Tx, id: Uuid) -> Result<Option<(Message, Event)>, sqlx::Error> {
    let row = sqlx::query!("SELECT organization_id, event_id, subject, body FROM event_messages WHERE id = $1", id)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let event = events::find_event(tx, EventId(row.event_id)).await?;
    let message = Message { id, organization: row.organization_id.into(), subject: row.subject, body: row.body };
    Ok(event.map(|event| (message, event)))
}

async fn recipients(tx: &mut Tx, job: SendEventMessage) -> Result<Vec<(i32, Recipient)>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT r.position, r.email, o.id, o.number, o.buyer_name, o.language, o.lookup_code, o.user_id FROM event_message_recipients r JOIN orders o ON o.id = r.order_id
         WHERE r.message_id = $1 AND r.position >= $2 AND r.position < $2 + $3 ORDER BY r.position",
        job.message,
        job.first,
        BATCH
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let to = Recipient {
                order: r.id.into(),
                number: r.number,
                email: r.email,
                name: r.buyer_name,
                language: r.language.parse().unwrap_or_default(),
                lookup_code: r.lookup_code,
                user: r.user_id.map(UserId),
            };
            (r.position, to)
        })
        .collect())
}

fn mail(shop: &BoxOffice, message: &Message, event: &Event, number: i32, to: &Recipient) -> Result<Mail, JobError> {
    let address: EmailAddress = to.email.parse().map_err(JobError::give_up)?;
    let subject = subject_of(&message.subject, event, to, shop.public_url());
    let (text, html) = letter_of(subject.as_str(), &message.body, event, to, shop.public_url());
    let key = format!("{}{number}", key_of(message.id));
    let mut mail = Mail::new(key, "boxoffice.message", address, subject, text).html(html).within(message.organization);
    if let Ok(name) = to.name.parse() {
        mail = mail.to_name(name);
    }
    if let Ok(name) = event.organizer.parse() {
        mail = mail.from_name(name);
    }
    Ok(match to.user {
        Some(user) => mail.to_user(user),
        None => mail,
    })
}
