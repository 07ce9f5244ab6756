//! An evening at a door, to be bent by each test.

use chrono::Duration;
use commons::events::EventStatus;
use uuid::Uuid;

use super::event::AtDoor;
use super::names::Found;
use super::queries::{Door, PastScan};
use super::words::Evening;
use crate::catalogue::ZoneRow;
use crate::console::samples as console;
use crate::door::{NameHit, Verdict};
use crate::tickets::TicketStatus;

pub use console::now;

/// What a scan can answer with, and the door has words for.
pub const REASONS: [&str; 13] = [
    "admitted",
    "already_used",
    "wrong_event",
    "refunded",
    "void",
    "too_early",
    "unknown",
    "forged",
    "expired",
    "transfer_pending",
    "listed",
    "wrong_zone",
    "test_ticket",
];

pub fn at_door() -> AtDoor {
    let scan = |minutes: i64, admitted, reason: &str, attendee: Option<&str>| PastScan {
        at: now() - Duration::minutes(minutes),
        gate: "North <2>".into(),
        zone: None,
        admitted,
        reason: reason.into(),
        attendee: attendee.map(Into::into),
    };
    AtDoor {
        event: console::event(EventStatus::Published),
        inside: 12,
        sold: 30,
        zones: zones(),
        last: vec![scan(1, true, "admitted", Some("Mei <b>Chan</b>")), scan(2, false, "forged", None)],
    }
}

pub fn zones() -> Vec<ZoneRow> {
    let zone = |n, name: &str, code: &str| ZoneRow { id: console::id(n), name: name.into(), code: code.into(), version: 1 };
    vec![zone(0x70, "Lounge <1>", "LOUNGE"), zone(0x71, "Backstage", "BACK")]
}

pub fn evening() -> Evening {
    Evening { test: false, zone: console::berlin(), doors: Some(now() - Duration::minutes(30)), now: now() }
}

pub fn fresh() -> Vec<Uuid> {
    (0..21).map(|n| Uuid::from_u128(0x0195_a1b2_0000_7000_8000_0000_0000_1000 + n)).collect()
}

pub fn verdict(reason: &str) -> Verdict {
    Verdict {
        admitted: reason == "admitted",
        reason: reason.into(),
        first_at: Some(now() - Duration::minutes(3)),
        first_gate: Some("A".into()),
        attendee: Some("Mei <b>Chan</b>".into()),
        ticket_type: Some("Stalls".into()),
        zone: (reason == "wrong_zone").then(|| "Lounge <1>".into()),
        zones: vec!["Backstage".into()],
        repeated: false,
    }
}

pub fn found() -> Found {
    let hits = TicketStatus::ALL
        .into_iter()
        .zip(0x60..)
        .map(|(status, n)| NameHit {
            ticket: console::id(n),
            attendee: "Mei <b>Chan</b>".into(),
            type_name: "Stalls".into(),
            status: status.as_str().into(),
            checked_in_at: (status == TicketStatus::CheckedIn).then(now),
        })
        .collect();
    Found { q: "mei".into(), short: false, hits }
}

pub fn doors() -> Vec<Door> {
    let door = |n: u128, hours: i64| Door {
        test: false,
        event: console::id(n),
        name: "The Tempest & <Friends>".into(),
        starts_at: Some(now() + Duration::hours(hours)),
        doors_at: Some(now() + Duration::hours(hours - 1)),
        zone: console::berlin(),
        venue: Some("Hall".into()),
    };
    vec![door(1, 3), door(2, 80)]
}
