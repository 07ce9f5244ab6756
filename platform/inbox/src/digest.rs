//! Everything that waits, in one mail, at an hour of the reader's own.

use platform_db::DbError;
use platform_jobs::{JobCtx, JobError};
use platform_notify::{Mail, queue};
use platform_texts::t;
use platform_types::{Timestamp, UserId};
use platform_ui::Letter;
use uuid::Uuid;

use crate::mails::{Reader, addressed, hello, plain, reader};
use crate::settings::settings_of;
use crate::{Given, Group, Inbox, Kind, last_digest_at};

/// What came in longer ago is not news any more; it stays in the inbox.
const NEWS_DAYS: i64 = 8;
/// Lines of one mail; what is over is counted.
const LINES: usize = 50;

/// Looks who is due and mails each of them, in a transaction of their own: a run that dies has mailed some, and the next one the rest.
pub(crate) async fn run(inbox: &Inbox, ctx: &JobCtx) -> Result<(), JobError> {
    let since = ctx.clock().now() - chrono::Duration::days(NEWS_DAYS);
    let mut tx = ctx.db().as_system("find digests").await?;
    let people = sqlx::query_scalar!(
        "SELECT DISTINCT user_id FROM notify.notices WHERE mail = 'digest' AND mailed_at IS NULL AND created_at > $1",
        since
    )
    .fetch_all(&mut *tx)
    .await
    .map_err(DbError::from)?;
    tx.rollback().await?;
    for user in people {
        if let Err(error) = one(inbox, ctx, UserId(user), since).await {
            // The others get theirs; this one is tried again in five minutes.
            tracing::error!(user.id = %user, error.context = ?error, "a digest could not be mailed");
        }
    }
    Ok(())
}

struct Line {
    id: Uuid,
    kind: &'static Kind,
    told: String,
}

async fn one(inbox: &Inbox, ctx: &JobCtx, user: UserId, since: Timestamp) -> Result<(), JobError> {
    let mut tx = ctx.db().as_system("mail digest").await?;
    let settings = settings_of(&mut tx, user).await?;
    let now = ctx.clock().now();
    let Some((day, due)) = last_digest_at(settings.digest, settings.digest_hour, settings.zone, now) else { return Ok(()) };
    if settings.quiet.is_some_and(|quiet| quiet.ends(settings.zone, now).is_some()) {
        return Ok(());
    }
    // One at a time for each person, and never two of one day: the row is locked, and keeps the day with the mail.
    let fresh = sqlx::query_scalar!(
        r#"INSERT INTO notify.settings AS s (user_id, zone, digested_on) VALUES ($1, $2, $3)
           ON CONFLICT (user_id) DO UPDATE SET digested_on = EXCLUDED.digested_on WHERE s.digested_on IS NULL OR s.digested_on < EXCLUDED.digested_on
           RETURNING true AS "is!""#,
        user.0,
        settings.zone.name(),
        day
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(reader) = reader(&mut tx, user).await?.filter(|_| fresh.is_some()) else { return Ok(()) };
    let rows = sqlx::query!(
        r#"SELECT n.id, n.kind, n.given, n.created_at <= $3 AS "was_due!" FROM notify.notices n
           WHERE n.user_id = $1 AND n.mail = 'digest' AND n.mailed_at IS NULL AND n.read_at IS NULL AND n.created_at > $2
             AND NOT EXISTS (SELECT 1 FROM notify.choices c WHERE c.user_id = n.user_id AND c.kind = n.kind AND c.channel = 'mail' AND c.mode = 'never')
           ORDER BY n.created_at, n.id FOR UPDATE OF n"#,
        user.0,
        since,
        due
    )
    .fetch_all(&mut *tx)
    .await?;
    // What came after the hour waits for the next one, unless something waited already.
    if !rows.iter().any(|row| row.was_due) {
        return Ok(());
    }
    let lines: Vec<Line> = reader.lang.within(|| {
        let line = |row: Waiting| Some((row.id, inbox.kinds().find(&row.kind)?, Given::of(row.given)));
        rows.into_iter()
            .map(|row| Waiting { id: row.id, kind: row.kind, given: row.given })
            .filter_map(line)
            .map(|(id, kind, given)| Line { id, kind, told: (kind.told)(&given) })
            .collect()
    });
    if lines.is_empty() {
        return Ok(());
    }
    let mail = reader.lang.within(|| letter(inbox, &reader, &lines, format!("inbox.digest/{user}/{day}")));
    queue(&mut tx, &mail).await?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.id).collect();
    sqlx::query!("UPDATE notify.notices SET mailed_at = clock.now() WHERE id = ANY ($1)", &ids[..]).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

struct Waiting {
    id: Uuid,
    kind: String,
    given: serde_json::Value,
}

fn letter(inbox: &Inbox, reader: &Reader, lines: &[Line], key: String) -> Mail {
    let count = lines.len();
    let subject = t!("inbox-digest-subject", count = count);
    let mut parts = vec![hello(reader), t!("inbox-digest-lead", count = count).into_owned()];
    parts.extend(grouped(&lines[..count.min(LINES)]).into_iter().map(|(group, told)| format!("{}\n{}", (group.title)(), told.join("\n"))));
    if count > LINES {
        parts.push(t!("inbox-digest-more", count = count - LINES).into_owned());
    }
    let (look, address) = (t!("inbox-digest-look").into_owned(), inbox.url("/account/inbox"));
    let settings = t!("inbox-digest-why", address = inbox.url("/account/notifications")).into_owned();
    let unsubscribe = inbox.keys().path(reader.user, DIGEST).map(|path| inbox.url(&path));
    let text = format!("{}\n\n{look}:\n{address}\n\n{settings}\n", parts.join("\n\n"));
    let html = Letter::new(subject.as_ref(), "Callboard", parts).action(look, address).after(settings).render();
    let mail = addressed(reader, key, "inbox.digest", &plain(&subject), text).html(html);
    match unsubscribe {
        Some(address) => mail.unsubscribe(address),
        None => mail,
    }
}

/// Stands in the place of a kind in the address that ends the digest itself.
pub(crate) const DIGEST: &str = "digest";

fn grouped(lines: &[Line]) -> Vec<(&'static Group, Vec<String>)> {
    let mut groups: Vec<(&'static Group, Vec<String>)> = Vec::new();
    for line in lines {
        let told = format!("• {}", line.told);
        match groups.iter_mut().find(|(group, _)| group.key == line.kind.group.key) {
            Some((_, all)) => all.push(told),
            None => groups.push((line.kind.group, vec![told])),
        }
    }
    groups
}
