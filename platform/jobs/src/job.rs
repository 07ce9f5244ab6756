//! What a job is.

use std::future::Future;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{JobCtx, JobError};

/// Number of a job in the queue.
pub type JobId = i64;

/// Under whose eyes a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsAs {
    /// As who asked for it: row level security decides what it can reach.
    Actor,
    /// As the house. Such a kind takes ids only and looks at the state again.
    System,
}

/// A kind of job; the value is what it needs to know, kept as JSON (at most 64 kB).
///
/// Old rows must stay readable: add fields with `#[serde(default)]`, never rename one.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `area.verb`, unique in the house.
    const KIND: &'static str;
    /// One sentence for operators: what it does and when.
    const ABOUT: &'static str;
    /// Under whose eyes it runs.
    const RUNS_AS: RunsAs;
    /// Runs until it is given up. Twelve are spread over about two and a half hours.
    const MAX_ATTEMPTS: u32 = 12;
    /// One run's longest time; after it the run is broken off and counts as failed.
    const TIMEOUT: Duration = Duration::from_secs(120);
}

/// Something that has happened, told to whoever subscribed.
///
/// Old rows must stay readable: add fields with `#[serde(default)]`, never rename one.
pub trait DomainEvent: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `noun.happened` (`order.paid`), unique in the house.
    const KIND: &'static str;
    /// One sentence: what has happened.
    const ABOUT: &'static str;
}

/// Does a job. Closures `|job, ctx| async { … }` are handlers, and so are types that hold what they need.
pub trait Handler<T>: Send + Sync + 'static {
    /// One run. Several may be under way at once, on several nodes.
    fn run(&self, job: T, ctx: JobCtx) -> impl Future<Output = Result<(), JobError>> + Send;
}

impl<T, F, Fut> Handler<T> for F
where
    F: Fn(T, JobCtx) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), JobError>> + Send,
{
    fn run(&self, job: T, ctx: JobCtx) -> impl Future<Output = Result<(), JobError>> + Send {
        self(job, ctx)
    }
}
