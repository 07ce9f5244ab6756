//! Where an event's tickets are sold: looked up once for everybody who comes at the same moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use platform_db::{Db, DbError};
use platform_types::{Actor, Currency, EventId, Timestamp};
use tokio::sync::OnceCell;

/// For so long a counter that was found is where it was. Whether tickets may be had is decided when they are claimed, under the
/// stock's lock: whoever comes within a second of a change came before it.
const KEPT_FOR: Duration = Duration::seconds(1);
/// Above so many those that are over are forgotten.
const FORGET_ABOVE: usize = 256;

/// Where a choice is held, and what its amounts are in. Neither changes while an event's address leads to it and tickets are sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counter {
    pub event: EventId,
    pub currency: Currency,
}

type Look = Arc<OnceCell<Option<Counter>>>;

/// The looks that are under way and what was found lately, by the event's address. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Counters(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    under_way: HashMap<String, Look>,
    found: HashMap<String, (Counter, Timestamp)>,
}

impl Counters {
    /// What everybody may see by this address, or saw a moment ago.
    pub async fn find(&self, db: &Db, slug: &str) -> Result<Option<Counter>, DbError> {
        let lately = self.known().lately(slug, db.clock().now());
        match lately {
            Some(counter) => Ok(Some(counter)),
            None => self.find_now(db, slug).await,
        }
    }

    /// What everybody may see by this address now.
    pub async fn find_now(&self, db: &Db, slug: &str) -> Result<Option<Counter>, DbError> {
        let look = Arc::clone(self.known().under_way.entry(slug.to_owned()).or_default());
        let asked = db.clock().now();
        let found = look.get_or_try_init(|| read(db, slug)).await.copied();
        self.known().answered(slug, &look, asked);
        found
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn lately(&self, slug: &str, now: Timestamp) -> Option<Counter> {
        let (counter, at) = self.found.get(slug)?;
        (now - *at < KEPT_FOR).then_some(*counter)
    }

    fn answered(&mut self, slug: &str, look: &Look, asked: Timestamp) {
        if self.under_way.get(slug).is_some_and(|now| Arc::ptr_eq(now, look)) {
            self.under_way.remove(slug);
        }
        if self.found.len() > FORGET_ABOVE {
            self.found.retain(|_, (_, at)| asked - *at < KEPT_FOR);
        }
        match look.get() {
            Some(Some(counter)) => self.found.insert(slug.to_owned(), (*counter, asked)),
            Some(None) => self.found.remove(slug),
            None => None,
        };
    }
}

async fn read(db: &Db, slug: &str) -> Result<Option<Counter>, DbError> {
    let mut tx = db.read(&Actor::anonymous()).await?;
    let row = sqlx::query!("SELECT id, currency FROM events WHERE slug = $1", slug).fetch_optional(&mut *tx).await?;
    tx.rollback().await?;
    Ok(row.map(|r| Counter { event: r.id.into(), currency: r.currency.parse().unwrap_or(Currency::EUR) }))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn what_was_found_is_known_for_a_second_and_what_was_not_is_asked_again() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let counter = Counter { event: uuid::Uuid::from_u128(7).into(), currency: Currency::EUR };
        let look = |found| Arc::new(OnceCell::new_with(Some(found)));
        let mut known = Known::default();
        known.answered("jazz", &look(Some(counter)), start);
        assert_eq!(known.lately("jazz", start + Duration::milliseconds(999)), Some(counter));
        assert_eq!(known.lately("jazz", start + Duration::seconds(1)), None);
        assert_eq!(known.lately("other", start), None);
        known.answered("jazz", &look(None), start);
        assert_eq!(known.lately("jazz", start), None, "what is gone is gone");
        for n in 0..1000 {
            known.answered(&format!("event-{n}"), &look(Some(counter)), start + Duration::seconds(n));
        }
        assert!(known.found.len() <= FORGET_ABOVE + 1, "{}", known.found.len());
    }
}
