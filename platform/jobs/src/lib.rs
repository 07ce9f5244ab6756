//! What happens later: jobs, timers, regular work, and domain events, effective exactly once.
//!
//! Owns the schema `jobs`. One outbox and one source of timers for the whole house.
//!
//! # How a job gets there
//!
//! [`enqueue`] writes a plain row into `jobs.outbox` in the caller's transaction, through any door; it
//! lasts exactly if what caused it lasts. Who asked is read from the session by the database. A worker
//! moves committed rows to `jobs.queue` (nudged in memory by the committing node, looking every second
//! otherwise), where keys are resolved and events go to each subscriber. Nobody but the worker's own
//! login and the house itself sees the queue.
//!
//! # What holds
//!
//! - A job runs **at least once**; its effect happens **exactly once** if the effect's transaction is
//!   opened with [`JobCtx::begin_once`] (or noted with [`JobCtx::once`]): the note that it happened commits
//!   with it, and the lease keeps a run that was given up from committing late.
//! - A kind that runs [`RunsAs::Actor`] sees exactly what who asked may see. A kind that runs
//!   [`RunsAs::System`] takes ids only and looks at the state again: a forged call does nothing that was
//!   not due.
//! - Keys are prefixed by kind and actor: nobody replaces another's job.
//! - A worker holds an advisory lock as long as its session lives; the jobs of one that died (kill -9,
//!   lost network) are given back at once, without waiting for a timeout.
//! - Failures are retried with exponential backoff and jitter, then lie in `jobs.dead_letters` for a
//!   person ([`dead_letters`], [`requeue`], [`discard`]).
//! - Time is the house's [`platform_types::Clock`]: tests call [`Runner::run_due`] and never sleep.
//! - Stopping lets running jobs finish and leaves the rest.
//!
//! No order is promised between jobs.
//!
//! # Why our own runner and not `graphile_worker`
//!
//! We wanted it (0.14.1 runs on sqlx 0.9 and would bring its own tables) and read its source first. It
//! takes time from PostgreSQL's `now()` or the machine's clock, never from the caller: a house with another
//! clock, and tests that travel, would run their timers at the wrong hour. It deletes a finished job by
//! id without asking whose run it is, so an effect cannot be fenced; jobs of a dead worker come back
//! after hours unless heartbeats are switched on. Its eight tables belong to another owner and come
//! with row security enabled, not forced, so they would be the only exception in the house. What
//! remained was about what is here: one table and `FOR UPDATE SKIP LOCKED`.

mod context;
mod dead;
mod enqueue;
mod error;
mod job;
mod operate;
mod registry;
mod runner;
mod stamp;

pub use context::JobCtx;
pub use dead::{DeadLetter, Depth, dead_letters, depth, discard, requeue};
pub use enqueue::{Enqueue, EnqueueError, KeyMode, enqueue, publish};
pub use error::JobError;
pub use job::{DomainEvent, Handler, Job, JobId, RunsAs};
pub use operate::{FailedRegular, JobFilter, JobRow, JobState, failed_regular, find_job, list_jobs};
pub use registry::{KindInfo, Registry, RegistryError};
pub use runner::{Ran, Runner, RunnerError};
