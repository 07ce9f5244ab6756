//! How far the season is, for the person who waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::failure::say;

/// Told after every so many orders.
const STEP: usize = 200;

/// Counted over all houses. Clones count together.
#[derive(Clone, Default)]
pub(super) struct Tally(Arc<Counts>);

#[derive(Default)]
struct Counts {
    planned: AtomicUsize,
    events: AtomicUsize,
    orders: AtomicUsize,
    scans: AtomicUsize,
}

impl Tally {
    pub(super) fn planned(&self, events: usize) {
        self.0.planned.fetch_add(events, Ordering::Relaxed);
    }

    pub(super) fn event(&self) {
        self.0.events.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn order(&self) {
        let orders = self.0.orders.fetch_add(1, Ordering::Relaxed) + 1;
        if orders.is_multiple_of(STEP) {
            say(&format!("  {}", self.words()));
        }
    }

    pub(super) fn scans(&self, scans: usize) {
        self.0.scans.fetch_add(scans, Ordering::Relaxed);
    }

    /// `23 of 43 events, 1,200 orders, 310 scans`.
    pub(super) fn words(&self) -> String {
        let count = |n: &AtomicUsize| grouped(n.load(Ordering::Relaxed));
        let Counts { planned, events, orders, scans } = &*self.0;
        format!("{} of {} events, {} orders, {} scans", count(events), count(planned), count(orders), count(scans))
    }
}

fn grouped(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}
