//! How a run ends when it does not succeed.

use std::error::Error;
use std::time::Duration;

use crate::context::LeaseLost;

/// Why a run did not succeed, and what follows. Any error converted with `?` is tried again.
///
/// Not an [`Error`] itself, so that every error converts into it.
#[derive(Debug)]
pub enum JobError {
    /// Tried again with backoff, until the kind's attempts are used up.
    Retry(Box<dyn Error + Send + Sync>),
    /// Tried again not before this much time has passed (the other side asked for it).
    RetryAfter(Duration, Box<dyn Error + Send + Sync>),
    /// Trying again cannot help: a dead letter at once.
    GiveUp(Box<dyn Error + Send + Sync>),
}

impl JobError {
    /// Tried again with backoff.
    pub fn retry(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Retry(error.into())
    }

    /// A dead letter at once.
    pub fn give_up(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::GiveUp(error.into())
    }

    fn source(&self) -> &(dyn Error + Send + Sync + 'static) {
        match self {
            Self::Retry(e) | Self::RetryAfter(_, e) | Self::GiveUp(e) => e.as_ref(),
        }
    }

    /// Whether the run was given to somebody else meanwhile.
    pub(crate) fn is_lease_lost(&self) -> bool {
        self.source().is::<LeaseLost>()
    }

    /// The error and its causes in one line of at most 500 characters.
    pub(crate) fn text(&self) -> String {
        let mut text = self.source().to_string();
        let mut cause = self.source().source();
        while let Some(error) = cause {
            let next = error.to_string();
            if !text.ends_with(&next) {
                text = format!("{text}: {next}");
            }
            cause = error.source();
        }
        text.chars().filter(|c| *c != '\0').take(500).collect()
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry(Box::new(error))
    }
}
