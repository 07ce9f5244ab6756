//! When a house has come to rest, and whether its books are those of the provider.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::Duration as Span;
use sqlx::Connection;

use crate::failure::{Failure, wrong};
use crate::house::{House, TICK};
use crate::simulator;

/// Long enough for a job's second retry.
const REST: Duration = Duration::from_secs(60);

/// What must come to nothing once everybody's time is over; `$1` is the house's clock.
const MOVING: &[(&str, &str)] = &[
    (
        "payments under way",
        "SELECT count(*) FROM payments WHERE status IN ('created', 'open', 'capturing', 'cancelling') AND $1::timestamptz IS NOT NULL",
    ),
    ("refunds under way", "SELECT count(*) FROM payment_refunds WHERE status = 'created' AND $1::timestamptz IS NOT NULL"),
    ("stuck holds", "SELECT count(*) FROM holds WHERE status = 'committed' OR (status = 'active' AND expires_at < $1)"),
    (
        "orders that wait for nothing",
        "SELECT count(*) FROM orders o JOIN holds h ON h.id = o.hold_id WHERE o.status = 'pending' AND (h.status <> 'active' OR h.expires_at < $1)",
    ),
    (
        "jobs",
        "SELECT (SELECT count(*) FROM jobs.queue WHERE NOT is_cron AND state <> 'dead') + (SELECT count(*) FROM jobs.outbox WHERE $1::timestamptz IS NOT NULL)",
    ),
    ("files that are neither kept nor gone", "SELECT count(*) FROM storage.files WHERE state <> 'stored' AND $1::timestamptz IS NOT NULL"),
    ("mails", "SELECT count(*) FROM notify.messages WHERE status = 'queued' AND $1::timestamptz IS NOT NULL"),
    (
        "audit rows without a seal",
        "SELECT count(*) FROM audit.events e WHERE e.at < $1::timestamptz - interval '5 minutes'
           AND NOT EXISTS (SELECT 1 FROM audit.seals s WHERE s.chain = e.chain AND (s.upto_xid, s.upto_id) >= (e.xid, e.id))",
    ),
];

/// What must never be, and `doctor` does not know without the provider or the mailbox. Of the demo's year only what was sold in the
/// last day before it was made is mailed.
const NEVER: &[(&str, &str)] = &[
    ("jobs given up", "SELECT count(*) FROM jobs.queue WHERE state = 'dead'"),
    (
        "paid orders whose buyer was not told",
        "SELECT count(*) FROM orders o WHERE o.status = 'paid' AND o.created_at > (SELECT min(applied_at) - interval '1 day' FROM platform.migrations)
           AND NOT EXISTS (SELECT 1 FROM notify.messages m WHERE m.key = 'boxoffice.tickets/' || o.id AND m.status = 'sent')",
    ),
    (
        "refunded or cancelled orders whose buyer was not told",
        "SELECT count(*) FROM orders o WHERE o.status IN ('refunded', 'cancelled') AND o.created_at > (SELECT min(applied_at) - interval '1 day' FROM platform.migrations)
           AND NOT EXISTS (SELECT 1 FROM notify.messages m WHERE (m.key = 'boxoffice.unpaid/' || o.id OR m.key IN (SELECT 'boxoffice.refunded/' || r.id FROM refunds r WHERE r.order_id = o.id)) AND m.status = 'sent')",
    ),
];

/// Lets everybody's time run out, lets the house and the simulator start again, waits until nothing
/// moves any more, and says everything that is wrong then.
pub async fn settle(house: &mut House) -> Result<Vec<String>, Failure> {
    house.kill_server().await?;
    house.kill_simulator().await?;
    // Longer than a cart, a payment page, and what retries wait.
    house.travel(Span::hours(3));
    house.open_simulator("").await?;
    house.open_server("").await?;
    rest(house).await?;
    audit(house).await
}

/// Waits until nothing moves.
pub async fn rest(house: &House) -> Result<(), Failure> {
    until_still(house, |_| true).await
}

/// Waits until no job and no mail is left; guests may still be on their way.
pub async fn rest_of_jobs(house: &House) -> Result<(), Failure> {
    until_still(house, |name| matches!(name, "jobs" | "mails")).await
}

async fn until_still(house: &House, counts: impl Fn(&str) -> bool) -> Result<(), Failure> {
    let since = Instant::now();
    let mut database = house.database().await?;
    loop {
        let mut moving = Vec::new();
        for (name, query) in MOVING.iter().filter(|(name, _)| counts(name)) {
            let n = sqlx::query_scalar::<_, i64>(*query).bind(house.now()).fetch_one(&mut database).await?;
            if n > 0 {
                moving.push(format!("{n} {name}"));
            }
        }
        if moving.is_empty() {
            database.close().await?;
            return Ok(());
        }
        if since.elapsed() > REST {
            return Err(wrong(format!("after {} s the house has not come to rest: {}", REST.as_secs(), moving.join(", "))));
        }
        tokio::time::sleep(TICK * 2).await;
    }
}

/// Everything that is wrong with a house at rest.
pub async fn audit(house: &House) -> Result<Vec<String>, Failure> {
    let mut wrong = house.doctor().await?;
    let mut database = house.database().await?;
    for (name, query) in NEVER {
        let n = sqlx::query_scalar::<_, i64>(*query).fetch_one(&mut database).await?;
        if n > 0 {
            wrong.push(format!("{n} {name}"));
        }
    }
    database.close().await?;
    wrong.extend(compare(house).await?);
    Ok(wrong)
}

/// Our payments against the provider's, one by one.
async fn compare(house: &House) -> Result<Vec<String>, Failure> {
    let mut database = house.database().await?;
    let ours: Vec<(String, i64, i64)> =
        sqlx::query_as("SELECT provider_ref, captured_minor, refunded_minor FROM payments WHERE provider_ref IS NOT NULL")
            .fetch_all(&mut database)
            .await?;
    database.close().await?;
    let mut ours: BTreeMap<String, (i64, i64)> = ours.into_iter().map(|(page, captured, refunded)| (page, (captured, refunded))).collect();
    let state = simulator::state(house).await?;
    let mut wrong = Vec::new();
    for theirs in state["payments"].as_array().into_iter().flatten() {
        let number = |name: &str| theirs[name].as_i64().unwrap_or(0);
        let page = theirs["session"].as_str().unwrap_or_default();
        let held = (number("amount_captured"), number("amount_refunded"));
        let known = ours.remove(page).unwrap_or((0, 0));
        if held != known {
            wrong
                .push(format!("{page}: the provider took {} and gave back {}, the house says {} and {}", held.0, held.1, known.0, known.1));
        }
        if number("amount_authorised") > 0 {
            wrong.push(format!("{page}: {} are still reserved on the buyer's card", number("amount_authorised")));
        }
    }
    wrong.extend(ours.keys().map(|page| format!("{page}: the provider has never heard of it")));
    Ok(wrong)
}
