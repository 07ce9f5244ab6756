//! One run.

use std::sync::Arc;
use std::time::{Duration, Instant};

use platform_types::{Actor, failpoint, open_tx};
use tokio::task::JoinError;

use super::session::Claimed;
use super::{Inner, backoff};
use crate::{JobCtx, JobError, RunsAs};

/// How a run ended.
#[derive(Debug)]
pub(super) enum Outcome {
    Done,
    Retry {
        after: Duration,
        error: String,
    },
    Dead {
        error: String,
    },
    /// Broken off by our own stopping: as if it had not begun.
    Release,
    /// Somebody else runs it now.
    Lost,
}

impl Outcome {
    /// A task that panicked or was broken off.
    pub(super) fn broken(error: &JoinError) -> Self {
        if error.is_cancelled() {
            return Self::Release;
        }
        // The message went to standard error through the panic hook.
        Self::Retry { after: Duration::from_secs(60), error: "the job panicked; see the log".to_owned() }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retry { .. } => "retry",
            Self::Dead { .. } => "dead",
            Self::Release => "release",
            Self::Lost => "lost",
        }
    }
}

pub(super) async fn execute(inner: Arc<Inner>, job: Claimed) -> Outcome {
    let Some(entry) = inner.registry.get(&job.kind) else {
        // Claims name our kinds only.
        return Outcome::Release;
    };
    let kind = entry.info.kind;
    // What is regular runs every second and carries nothing: drills stop at the others.
    let is_asked_for = !job.payload.is_null();
    if is_asked_for {
        failpoint::pass("jobs.after_claim").await;
    }
    let asked_by = job.actor.actor(kind);
    let actor = match entry.runs_as {
        RunsAs::Actor => asked_by.clone(),
        RunsAs::System => Actor { kind: Actor::system(kind).kind, ..asked_by.clone() },
    };
    let ctx = JobCtx {
        db: inner.db.clone(),
        entropy: inner.entropy.clone(),
        kind,
        id: job.id,
        lease: job.lease,
        attempt: job.attempt,
        max_attempts: entry.max_attempts,
        actor,
        asked_by,
    };
    let started = Instant::now();
    let result = match tokio::time::timeout(entry.timeout, open_tx::scope((entry.run)(job.payload, ctx))).await {
        Ok(result) => result,
        Err(_) => Err(JobError::retry(format!("took longer than {} s", entry.timeout.as_secs()))),
    };
    let outcome = judge(result, job.attempt, entry.max_attempts, &inner);
    metrics::histogram!("callboard_job_seconds", "kind" => kind).record(started.elapsed().as_secs_f64());
    metrics::counter!("callboard_jobs_total", "kind" => kind, "outcome" => outcome.name()).increment(1);
    tell(kind, job.id, job.attempt, &outcome);
    if is_asked_for {
        failpoint::pass("jobs.before_settle").await;
    }
    outcome
}

fn judge(result: Result<(), JobError>, attempt: u32, max_attempts: u32, inner: &Inner) -> Outcome {
    let error = match result {
        Ok(()) => return Outcome::Done,
        Err(error) if error.is_lease_lost() => return Outcome::Lost,
        Err(error) => error,
    };
    let text = error.text();
    match error {
        JobError::GiveUp(_) => Outcome::Dead { error: text },
        _ if attempt >= max_attempts => Outcome::Dead { error: text },
        JobError::RetryAfter(after, _) => Outcome::Retry { after: after.max(backoff::delay(1, &inner.entropy)), error: text },
        JobError::Retry(_) => Outcome::Retry { after: backoff::delay(attempt, &inner.entropy), error: text },
    }
}

fn tell(kind: &str, id: i64, attempt: u32, outcome: &Outcome) {
    match outcome {
        Outcome::Done => tracing::debug!(kind, id, "job done"),
        Outcome::Retry { after, error } => {
            tracing::warn!(kind, id, attempt, error, after_seconds = after.as_secs(), "job failed, will be tried again");
        }
        Outcome::Dead { error } => tracing::error!(kind, id, attempt, error, "job given up"),
        Outcome::Release | Outcome::Lost => tracing::info!(kind, id, attempt, outcome = outcome.name(), "job left to others"),
    }
}
