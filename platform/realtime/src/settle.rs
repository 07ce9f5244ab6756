//! A commit is told by the log before everybody can see it: it is written first, and only then leaves the list of
//! transactions under way (PostgreSQL's `CommitTransaction`). Whoever looked in between would see what was before, and
//! nobody would look again. So what changed is passed on once a snapshot shows it.

use std::time::Duration;

use platform_db::DbError;
use platform_types::Actor;
use tokio::sync::mpsc;

use crate::hub::Live;
use crate::topic::Changed;

/// What one transaction changed.
pub(crate) struct Committed {
    /// Its number, as the log tells it: without the epoch.
    pub xid: u32,
    pub changed: Changed,
}

/// Between two looks at what cannot be seen yet: mostly one is enough.
const SOON: Duration = Duration::from_millis(2);

/// Passes on what can be seen, in the order of the log.
pub(crate) async fn settle(live: &Live, mut committed: mpsc::Receiver<Committed>) {
    let mut waiting: Vec<Committed> = Vec::new();
    loop {
        let room = 256;
        if waiting.is_empty() {
            if committed.recv_many(&mut waiting, room).await == 0 {
                return;
            }
        } else {
            tokio::time::sleep(SOON).await;
            while let Ok(more) = committed.try_recv() {
                waiting.push(more);
            }
        }
        match snapshot(live).await {
            Ok(snapshot) => waiting.retain(|one| {
                let seen = snapshot.shows(one.xid);
                if seen {
                    live.heard(&one.changed);
                }
                !seen
            }),
            Err(error) => {
                tracing::warn!(%error, "followed rows cannot be looked at");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn snapshot(live: &Live) -> Result<Snapshot, DbError> {
    let mut tx = live.0.db.read(&Actor::anonymous()).await?;
    let text: String = sqlx::query_scalar("SELECT pg_current_snapshot()::text").fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    Ok(Snapshot::read(&text).unwrap_or_default())
}

/// What a new transaction can see.
#[derive(Debug, Default, PartialEq, Eq)]
struct Snapshot {
    /// The first number that no finished transaction has reached.
    end: u64,
    /// Those below it that are under way.
    under_way: Vec<u64>,
}

impl Snapshot {
    /// `xmin:xmax:xip,xip` (PostgreSQL documentation, “Transaction ID and Snapshot Information Functions”).
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (_, end, under_way) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let under_way = under_way.split(',').filter(|number| !number.is_empty()).map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(Self { end, under_way })
    }

    fn shows(&self, xid: u32) -> bool {
        const EPOCH: u64 = 1 << 32;
        let mut whole = self.end / EPOCH * EPOCH + u64::from(xid);
        // The log's number lies within half an epoch of the snapshot's.
        if whole > self.end + EPOCH / 2 {
            whole = whole.saturating_sub(EPOCH);
        } else if whole + EPOCH / 2 < self.end {
            whole += EPOCH;
        }
        whole < self.end && !self.under_way.contains(&whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_or_yet_to_come_is_not_seen() {
        let snapshot = Snapshot::read("100:110:103,107").unwrap();
        let seen = |xid| snapshot.shows(xid);
        assert!(seen(99) && seen(102) && seen(109));
        assert!(!seen(103) && !seen(107) && !seen(110) && !seen(2_000));
        assert_eq!(Snapshot::read("7:7:").unwrap(), Snapshot { end: 7, under_way: Vec::new() });
        assert_eq!(Snapshot::read("7"), None);
    }

    #[test]
    fn numbers_that_have_gone_round_are_told_apart() {
        let around = Snapshot::read("4294967290:4294967300:4294967297").unwrap();
        assert!(around.shows(4_294_967_295) && around.shows(3), "before and after the turn");
        assert!(!around.shows(1) && !around.shows(4), "under way, and yet to come");
    }
}
