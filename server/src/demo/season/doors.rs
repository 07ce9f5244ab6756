//! An evening at the door: most come, one comes twice, one is at the wrong show, somebody shows something else.

use boxoffice::door::{Scan, Shown, scan};
use chrono::Duration;
use platform_db::Service;
use platform_types::{Actor, Entropy, EventId, Timestamp};

use super::lane::Lane;
use super::refused;
use super::stage::Staged;
use crate::failure::Failure;

/// Of a hundred who have a ticket, at least so many come; up to nine more, as it happens.
const COME: usize = 87;
/// The middle of the rush, in seconds before the start, and how wide it is.
const RUSH: (f64, f64) = (1_080.0, 430.0);

/// Looks at everybody who comes; how many scans that were. Nothing of an evening is in a hurry: the clock goes along.
pub(super) async fn doors(lane: &Lane, staged: &Staged, elsewhere: Option<EventId>, chance: &Entropy) -> Result<usize, Failure> {
    let mut codes = codes_of(lane, staged.event).await?;
    shuffle(&mut codes, chance);
    let percent = COME + usize::try_from(chance.below(10)).unwrap_or(0);
    codes.truncate((codes.len() * percent).div_ceil(100));
    if codes.len() > 4 {
        let again = codes.get(1).cloned();
        codes.extend(again);
        let wrong = match elsewhere {
            Some(event) => codes_of(lane, event).await?.into_iter().next(),
            None => None,
        };
        let late = codes.len() * 3 / 4;
        if let Some(code) = wrong {
            codes.insert(late, code);
        }
        if codes.len() > 40 {
            codes.insert(codes.len() / 2, "https://example.org/menu".to_owned());
        }
    }
    let door = lane.door();
    for (place, code) in codes.iter().enumerate() {
        lane.reach(arrival(staged.starts_at, place, codes.len()));
        lane.clock.advance(Duration::seconds(2));
        let gate = if place % 3 == 0 { "Side door" } else { "Main door" };
        let client_id = lane.shop.entropy().uuid_v7(lane.clock.now());
        let look = Scan { event: staged.event, gate: gate.to_owned(), zone: None, client_id, shown: Shown::Code(code.clone()) };
        scan(&lane.shop, &door, &look).await.map_err(refused)?;
    }
    lane.tally.scans(codes.len());
    Ok(codes.len())
}

/// When the one at this place comes: few early, most within half an hour, some late (a logistic distribution).
fn arrival(starts_at: Timestamp, place: usize, of: usize) -> Timestamp {
    let share = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let quantile = (share(place) + 0.5) / share(of.max(1));
    let after = (RUSH.1 * (quantile / (1.0 - quantile)).ln() - RUSH.0).clamp(-3_420.0, 1_500.0);
    #[expect(clippy::cast_possible_truncation, reason = "clamped to an hour above")]
    let after = after as i64;
    starts_at + Duration::seconds(after)
}

fn shuffle(codes: &mut [String], chance: &Entropy) {
    for place in (1..codes.len()).rev() {
        let other = usize::try_from(chance.below(u64::try_from(place + 1).unwrap_or(1))).unwrap_or(0);
        codes.swap(place, other);
    }
}

/// What people bring along.
async fn codes_of(lane: &Lane, event: EventId) -> Result<Vec<String>, Failure> {
    let mut tx = lane.shop.db().as_service(Service::Sales, &Actor::system("demo")).await?;
    let codes = sqlx::query_scalar("SELECT code FROM tickets WHERE event_id = $1 AND status = 'valid' ORDER BY id");
    let codes = codes.bind(event.0).fetch_all(&mut *tx).await?;
    tx.rollback().await?;
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_come_in_the_half_hour_before_and_nobody_before_the_doors() {
        let starts: Timestamp = "2026-11-30T19:00:00Z".parse().unwrap();
        let minutes: Vec<i64> = (0..200).map(|n| (arrival(starts, n, 200) - starts).num_minutes()).collect();
        assert!(minutes.is_sorted() && minutes[0] > -60, "{minutes:?}");
        let rush = minutes.iter().filter(|m| (-35..-3).contains(*m)).count();
        assert!(rush > 120, "{rush} of 200");
        assert!(minutes.iter().any(|m| *m >= 3), "somebody is late");
    }
}
