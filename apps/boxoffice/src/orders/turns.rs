//! One at a time per payment in this program: the buyer's return and the provider's webhook come together, and the second would
//! only be told that the first is under way. What holds between programs is the database's and the provider's keys.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use platform_types::PaymentId;
use tokio::sync::OwnedMutexGuard;

type Waiting = HashMap<PaymentId, Arc<tokio::sync::Mutex<()>>>;

/// Who settles which payment. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<Waiting>>);

/// It is its holder's turn until this is dropped.
pub(super) struct Turn {
    turns: Turns,
    payment: PaymentId,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for whoever settles this payment now.
    pub(super) async fn take(&self, payment: PaymentId) -> Turn {
        let lock = Arc::clone(self.waiting().entry(payment).or_default());
        // Made before the wait: whoever gives up waiting leaves nothing behind.
        let mut turn = Turn { turns: self.clone(), payment, held: None };
        turn.held = Some(lock.lock_owned().await);
        turn
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.held.take());
        let mut waiting = self.turns.waiting();
        if waiting.get(&self.payment).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            waiting.remove(&self.payment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_payment_has_one_turn_at_a_time_and_nothing_is_kept() {
        let turns = Turns::default();
        let [one, other] = [1, 2].map(|n| PaymentId(uuid::Uuid::from_u128(n)));
        let first = turns.take(one).await;
        let of_another = turns.take(other).await;
        let second = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(one).await) }
        });
        tokio::task::yield_now().await;
        assert!(!second.is_finished(), "it waits");
        let given_up = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(one).await) }
        });
        tokio::task::yield_now().await;
        given_up.abort();
        given_up.await.ok();
        drop(first);
        second.await.unwrap();
        drop(of_another);
        assert!(turns.waiting().is_empty());
    }
}
