//! Whether the current piece of work holds a database transaction open.
//!
//! No call to the outside may happen then: a slow provider would hold locks that other buyers wait
//! for. The doors count here, `outbound` asks here.
//!
//! What counts as one piece of work: the innermost [`scope`] if there is one, else the Tokio task,
//! else (a `block_on` outside any task) the thread. So nothing goes uncounted because somebody forgot
//! a scope; a scope only separates pieces of work that share one task, as requests on one connection do.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::task::{self, Id};

type Count = Arc<AtomicUsize>;

tokio::task_local! {
    static SCOPE: Count;
}

thread_local! {
    static THREAD: Count = Count::default();
}

/// Counts of the tasks without a scope that have something open, and only of those.
static TASKS: LazyLock<Mutex<HashMap<Id, Count>>> = LazyLock::new(Mutex::default);

/// Counts one open transaction until dropped, on whatever task that happens.
#[derive(Debug)]
#[must_use = "the transaction counts as closed when this is dropped"]
pub struct Guard {
    count: Count,
    task: Option<Id>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let Some(id) = self.task else {
            self.count.fetch_sub(1, Ordering::SeqCst);
            return;
        };
        let mut tasks = TASKS.lock().unwrap_or_else(PoisonError::into_inner);
        if self.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            tasks.remove(&id);
        }
    }
}

/// Runs a request or a job with a count of its own. Inside an open transaction it starts at what is
/// open already: who awaits it still holds that transaction.
pub async fn scope<F: Future>(work: F) -> F::Output {
    let count = if is_open() { current() } else { None };
    SCOPE.scope(count.unwrap_or_default(), work).await
}

/// Notes that a transaction was opened.
pub fn enter() -> Guard {
    let scoped = SCOPE.try_with(Arc::clone).ok();
    let task = if scoped.is_some() { None } else { task::try_id() };
    if let Some(id) = task {
        let mut tasks = TASKS.lock().unwrap_or_else(PoisonError::into_inner);
        let count = Arc::clone(tasks.entry(id).or_default());
        count.fetch_add(1, Ordering::SeqCst);
        return Guard { count, task };
    }
    let count = scoped.unwrap_or_else(|| THREAD.with(Arc::clone));
    count.fetch_add(1, Ordering::SeqCst);
    Guard { count, task }
}

/// Whether a transaction is open in this piece of work.
pub fn is_open() -> bool {
    current().is_some_and(|count| count.load(Ordering::SeqCst) > 0)
}

fn current() -> Option<Count> {
    if let Ok(count) = SCOPE.try_with(Arc::clone) {
        return Some(count);
    }
    match task::try_id() {
        Some(id) => TASKS.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned(),
        None => Some(THREAD.with(Arc::clone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_transaction_is_seen_while_it_lives_and_only_in_its_own_scope() {
        let other = scope(async {
            assert!(!is_open());
            let guard = enter();
            let second = enter();
            assert!(is_open());
            drop(guard);
            assert!(is_open(), "one of two is still open");
            let other = tokio::spawn(async { is_open() });
            drop(second);
            assert!(!is_open());
            other
        })
        .await;
        assert!(!other.await.unwrap(), "another task does not hold it");
        assert!(!is_open());
    }

    #[tokio::test]
    async fn a_scope_inside_an_open_transaction_does_not_hide_it() {
        let guard = enter();
        scope(async { assert!(is_open()) }).await;
        scope(async move {
            drop(guard);
            assert!(!is_open());
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_task_without_a_scope_is_counted_wherever_it_runs() {
        let held = tokio::spawn(async {
            let guard = enter();
            for _ in 0..50 {
                task::yield_now().await;
                assert!(is_open());
            }
            guard
        });
        let guard = held.await.unwrap();
        assert!(!is_open());
        let id = guard.task.unwrap();
        assert!(TASKS.lock().unwrap().contains_key(&id));
        drop(guard);
        assert!(!TASKS.lock().unwrap().contains_key(&id), "nothing is left behind");
    }

    #[tokio::test]
    async fn two_scopes_in_one_task_are_told_apart() {
        let (opened, seen) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
        tokio::join!(
            scope(async {
                let guard = enter();
                opened.notify_one();
                seen.notified().await;
                drop(guard);
            }),
            scope(async {
                opened.notified().await;
                assert!(!is_open());
                seen.notify_one();
            }),
        );
    }
}
