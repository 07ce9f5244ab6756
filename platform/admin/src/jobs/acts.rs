//! Trying a dead job again, and throwing one away.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Path, redirect};
use platform_jobs::{JobId, JobRow, discard as throw_away, requeue};
use platform_texts::t;
use platform_types::{clean_line, is_blank};
use serde::Deserialize;
use serde_json::json;

use super::one::{load, refused};
use crate::Admin;
use crate::desk::Held;

/// At most so many at once.
const MOST: usize = 200;

fn back(word: &str) -> Response {
    redirect(&format!("/admin/jobs?state=dead&done={word}"))
}

/// What the audit keeps of it; never its payload.
fn told(job: &JobRow) -> serde_json::Value {
    json!({ "job": job.id, "kind": job.kind, "attempts": job.attempts, "died_at": job.died_at })
}

/// The job, for whoever may mend it. None where it is done, discarded or at work again: somebody was faster.
async fn dead(ctx: &Ctx, id: JobId) -> Result<Option<(Held, JobRow)>, Fault> {
    let found = load(ctx, id).await?.filter(|(_, job)| job.state == "dead");
    match &found {
        Some((held, _)) if !held.may(may::JOBS_MANAGE) => Err(Fault::not_found()),
        _ => Ok(found),
    }
}

pub async fn requeue_one(State(_): State<Admin>, ctx: Ctx, Path(id): Path<JobId>) -> Result<Response, Fault> {
    let Some((_, job)) = dead(&ctx, id).await? else { return Ok(back("requeued-before")) };
    let mut tx = ctx.write().await?;
    // The row's own state decides who was first: the second of two finds it waiting.
    if !requeue(&mut tx, id).await? {
        // Having waited for the first one we hold the row: while we do, nobody can start the job.
        tx.rollback().await?;
        return Ok(back("requeued-before"));
    }
    platform_audit::record(&mut tx, Entry::new("job.requeued", "jobs.queue").before(told(&job))).await?;
    tx.commit().await?;
    Ok(back("requeued"))
}

/// Those that were chosen in the list: one line in the audit names them all.
pub async fn requeue_chosen(State(_): State<Admin>, ctx: Ctx, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response, Fault> {
    let mut chosen: Vec<JobId> = pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut check = Check::new();
    check.that((1..=MOST).contains(&chosen.len()), "id", &t!("admin-wrong-jobs", most = MOST));
    check.done()?;
    let mut tx = ctx.write().await?;
    let mut done = Vec::new();
    for id in chosen {
        if requeue(&mut tx, id).await? {
            done.push(id);
        }
    }
    if done.is_empty() {
        tx.rollback().await?;
        return Ok(back("requeued-before"));
    }
    platform_audit::record(&mut tx, Entry::new("jobs.requeued", "jobs.queue").after(json!({ "jobs": done }))).await?;
    tx.commit().await?;
    Ok(back("requeued"))
}

/// Why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DiscardForm {
    reason: String,
}

pub async fn discard(
    State(admin): State<Admin>,
    ctx: Ctx,
    Path(id): Path<JobId>,
    Form(form): Form<DiscardForm>,
) -> Result<Response, Fault> {
    let Some((held, job)) = dead(&ctx, id).await? else { return Ok(back("discarded-before")) };
    let reason = clean_line(&form.reason);
    let mut check = Check::new();
    check.that(!is_blank(&reason), "reason", &t!("admin-wrong-reason"));
    check.that(reason.chars().count() <= 500, "reason", &t!("admin-wrong-long", most = 500));
    if !check.is_fine() {
        return Ok(refused(&admin, &ctx, held, &job, &form.reason, check.faults()));
    }
    let mut tx = ctx.write().await?;
    if !throw_away(&mut tx, id).await? {
        return Ok(back("discarded-before"));
    }
    platform_audit::record(&mut tx, Entry::new("job.discarded", "jobs.queue").before(told(&job)).after(json!({ "reason": reason })))
        .await?;
    tx.commit().await?;
    Ok(back("discarded"))
}
