//! A notice by mail.

use platform_db::{DbError, Tx};
use platform_jobs::{Enqueue, Job, JobCtx, JobError, RunsAs};
use platform_notify::{HeaderText, Mail, queue};
use platform_texts::t;
use platform_types::{EmailAddress, Lang, OrganizationId, UserId};
use platform_ui::Letter;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::settings::settings_of;
use crate::{Given, Inbox, Kind, Urgency};

/// Mail a notice. Carries its id: one that is forged finds a notice that is mailed, or none that is to be.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MailNotice {
    /// Which.
    pub notice: Uuid,
}

impl Job for MailNotice {
    const KIND: &'static str = "inbox.mail_notice";
    const ABOUT: &'static str = "Mails a notice to somebody who wants it at once; after their quiet hours if it can wait.";
    const RUNS_AS: RunsAs = RunsAs::System;
}

/// Whom a mail goes to.
pub(crate) struct Reader {
    pub user: UserId,
    pub email: EmailAddress,
    pub name: String,
    pub lang: Lang,
}

/// Somebody who can be written to: their address is confirmed, and the account stands.
pub(crate) async fn reader(tx: &mut Tx, user: UserId) -> Result<Option<Reader>, DbError> {
    let row = sqlx::query!(
        r#"SELECT u.email AS "email!", p.full_name, p.locale FROM auth.users u JOIN public.platform_users p ON p.id = u.id
           WHERE u.id = $1 AND u.email IS NOT NULL AND u.email_confirmed_at IS NOT NULL AND u.deleted_at IS NULL"#,
        user.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|r| Some(Reader { user, email: r.email.parse().ok()?, name: r.full_name, lang: r.locale.parse().unwrap_or_default() })))
}

pub(crate) async fn deliver(inbox: &Inbox, ctx: &JobCtx, job: MailNotice) -> Result<(), JobError> {
    let Some(mut tx) = ctx.begin_once().await? else { return Ok(()) };
    // Whoever has read it, or ended mails of this kind since, is not mailed.
    let row = sqlx::query!(
        "SELECT n.user_id, n.organization_id, n.kind, n.about, n.given FROM notify.notices n
         WHERE n.id = $1 AND n.mail = 'now' AND n.mailed_at IS NULL AND n.read_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM notify.choices c WHERE c.user_id = n.user_id AND c.kind = n.kind AND c.channel = 'mail' AND c.mode = 'never')
         FOR UPDATE OF n",
        job.notice
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(row) = row
        && let Some(kind) = inbox.kinds().find(&row.kind)
        && let Some(reader) = reader(&mut tx, UserId(row.user_id)).await?
    {
        let settings = settings_of(&mut tx, reader.user).await?;
        let quiet = settings.quiet.filter(|_| kind.urgency != Urgency::Critical);
        if let Some(end) = quiet.and_then(|quiet| quiet.ends(settings.zone, ctx.clock().now())) {
            Enqueue::new(&job).at(end).send(&mut tx).await?;
        } else {
            let given = Given::of(row.given);
            let mut mail = reader.lang.within(|| letter(inbox, &reader, kind, &given, &row.about, job.notice));
            if let Some(organization) = row.organization_id {
                mail = mail.within(OrganizationId(organization));
            }
            queue(&mut tx, &mail).await?;
            sqlx::query!("UPDATE notify.notices SET mailed_at = clock.now() WHERE id = $1", job.notice).execute(&mut *tx).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn letter(inbox: &Inbox, reader: &Reader, kind: &Kind, given: &Given, about: &str, notice: Uuid) -> Mail {
    let told = (kind.told)(given);
    let (look, address) = (t!("inbox-mail-look").into_owned(), inbox.url(about));
    let mut ends = vec![t!("inbox-mail-why", kind = (kind.title)(), address = inbox.url("/account/notifications")).into_owned()];
    let unsubscribe = kind.is_optional_mail().then(|| inbox.keys().path(reader.user, kind.key)).flatten().map(|path| inbox.url(&path));
    if let Some(address) = &unsubscribe {
        ends.push(t!("inbox-mail-end", address = address).into_owned());
    }
    let hello = hello(reader);
    let text = format!("{hello}\n\n{told}\n\n{look}:\n{address}\n\n{}\n", ends.join("\n\n"));
    let html = Letter::new(told.as_str(), "Callboard", vec![hello]).action(look, address);
    let html = ends.into_iter().fold(html, Letter::after).render();
    let mut mail = addressed(reader, format!("inbox.notice/{notice}"), "inbox.notice", &plain(&told), text).html(html);
    if let Some(address) = unsubscribe {
        mail = mail.unsubscribe(address);
    }
    mail
}

pub(crate) fn hello(reader: &Reader) -> String {
    if reader.name.trim().is_empty() { t!("inbox-mail-hello") } else { t!("inbox-mail-hello-name", name = reader.name) }.into_owned()
}

pub(crate) fn addressed(reader: &Reader, key: String, purpose: &'static str, subject: &str, text: String) -> Mail {
    let subject = HeaderText::cleaned(subject, "A message for you");
    let mail = Mail::new(key, purpose, reader.email.clone(), subject, text).to_user(reader.user);
    match reader.name.parse() {
        Ok(name) => mail.to_name(name),
        Err(_) => mail,
    }
}

/// A subject stands alone: the marks that keep the direction of names and amounts within a text are of no use in a header.
pub(crate) fn plain(told: &str) -> String {
    told.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}
