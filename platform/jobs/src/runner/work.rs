//! The loop of a running house.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::session::{Claimed, Session};
use super::{Outcome, Runner, execute};
use crate::enqueue::committed;

/// How long nobody's nudge is waited for.
const POLL: Duration = Duration::from_secs(1);
/// A round that takes longer lost its connection without a word.
const ROUND: Duration = Duration::from_secs(60);
/// How often dead workers are looked for.
const TAKE_OVER: Duration = Duration::from_secs(5);

/// What this process has taken on.
struct Work {
    running: JoinSet<Outcome>,
    jobs: HashMap<Id, Claimed>,
    /// Ended, not yet written down: the connection was lost meanwhile.
    ended: Vec<(Claimed, Outcome)>,
    /// When cron and dead workers were last looked at.
    ticked: Option<Instant>,
    swept: Option<Instant>,
}

impl Runner {
    /// Runs up to `workers` jobs at once until `stop`; then lets running ones finish for `grace`, breaks
    /// off what is left (as if it had not begun), and returns. Survives a database that goes away.
    pub async fn run(&self, workers: usize, stop: CancellationToken, grace: Duration) {
        let mut work = Work { running: JoinSet::new(), jobs: HashMap::new(), ended: Vec::new(), ticked: None, swept: None };
        let mut nudged = committed();
        let mut session: Option<Session> = None;
        let mut is_first = true;
        while !stop.is_cancelled() {
            let round = tokio::time::timeout(ROUND, self.round(&mut session, &mut is_first, &mut work, workers)).await;
            if let Err(error) = round.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
                tracing::warn!(%error, "background jobs cannot reach the database; trying again");
                session = None;
                work.swept = None;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                _ = nudged.changed(), if work.running.len() < workers => {}
                Some(ended) = work.running.join_next_with_id() => work.note(ended),
                () = tokio::time::sleep(POLL) => {}
            }
        }
        self.finish(session, work, grace).await;
    }

    async fn round(&self, session: &mut Option<Session>, is_first: &mut bool, work: &mut Work, workers: usize) -> Result<(), sqlx::Error> {
        let inner = &self.0;
        if session.is_none() {
            let mut fresh = Session::open(inner, *is_first).await?;
            *is_first = false;
            fresh.adopt(&work.leases()).await?;
            *session = Some(fresh);
        }
        let Some(session) = session else { return Ok(()) };
        work.write_down(session, inner.db.clock().now()).await?;
        let now = inner.db.clock().now();
        session.relay(now).await?;
        if work.ticked.is_none_or(|at| at.elapsed() >= POLL) {
            work.ticked = Some(Instant::now());
            session.tick(&inner.registry, now).await?;
        }
        if work.swept.is_none_or(|at| at.elapsed() >= TAKE_OVER) {
            work.swept = Some(Instant::now());
            let back = session.take_over().await?;
            if back > 0 {
                tracing::warn!(jobs = back, "jobs of a worker that died were given back");
            }
        }
        let free = workers.saturating_sub(work.running.len());
        if free > 0 {
            for job in session.claim(&inner.registry, now, free).await? {
                let task = work.running.spawn(execute(inner.clone(), job.clone()));
                work.jobs.insert(task.id(), job);
            }
        }
        Ok(())
    }

    async fn finish(&self, session: Option<Session>, mut work: Work, grace: Duration) {
        let deadline = tokio::time::Instant::now() + grace;
        while let Ok(Some(ended)) = tokio::time::timeout_at(deadline, work.running.join_next_with_id()).await {
            work.note(ended);
        }
        work.running.abort_all();
        while let Some(ended) = work.running.join_next_with_id().await {
            work.note(ended);
        }
        let Some(mut session) = session else { return };
        if let Err(error) = work.write_down(&mut session, self.0.db.clock().now()).await {
            tracing::warn!(%error, "the last jobs could not be written down; another worker will find them");
        }
        session.close().await;
    }
}

impl Work {
    fn leases(&self) -> Vec<uuid::Uuid> {
        self.jobs.values().chain(self.ended.iter().map(|(job, _)| job)).map(|job| job.lease).collect()
    }

    fn note(&mut self, ended: Result<(Id, Outcome), JoinError>) {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, outcome),
            Err(error) => (error.id(), Outcome::broken(&error)),
        };
        if let Some(job) = self.jobs.remove(&id) {
            self.ended.push((job, outcome));
        }
    }

    async fn write_down(&mut self, session: &mut Session, now: platform_types::Timestamp) -> Result<(), sqlx::Error> {
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.note(ended);
        }
        while let Some((job, outcome)) = self.ended.last() {
            session.settle(job, outcome, now).await?;
            self.ended.pop();
        }
        Ok(())
    }
}
