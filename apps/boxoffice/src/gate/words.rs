//! What the door is told: a ruling, a few words, and the sentence that helps to talk to the person in front.

use chrono::Duration;
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::{Moment, Ruling};

use crate::door::Verdict;

/// The door opens for scanning so long before doors (or the start); `boxoffice.scan` holds it.
pub const OPENS_BEFORE: Duration = Duration::hours(4);

/// After so long the answer to one press, given again, is no longer taken for a second look at the same person.
const SAME_LOOK: Duration = Duration::seconds(15);

/// A verdict in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Green, red or amber.
    pub ruling: Ruling,
    /// A few words.
    pub reason: String,
    /// What that means and what to do.
    pub detail: String,
}

impl Told {
    /// In one line, for programs.
    pub fn message(&self) -> String {
        if self.detail.is_empty() { self.reason.clone() } else { format!("{}. {}", self.reason, self.detail) }
    }
}

/// What is known about the event when words are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Evening {
    /// Whether it is tried out: everything it admits is a test.
    pub test: bool,
    /// Its clocks.
    pub zone: Zone,
    /// Doors, or the start.
    pub doors: Option<Timestamp>,
    /// Now.
    pub now: Timestamp,
}

/// Every reason of `boxoffice.scan` and of the code's own check. An unknown one is red and says itself.
pub fn told(verdict: &Verdict, evening: Evening) -> Told {
    let red = |reason: &str, detail: &str| Told { ruling: Ruling::Refuse, reason: reason.to_owned(), detail: detail.to_owned() };
    match verdict.reason.as_str() {
        "admitted" => admitted(verdict, evening),
        "already_used" => red(&t!("gate-says-used"), &used(verdict, evening)),
        "wrong_event" => red(&t!("gate-says-other-event"), &t!("gate-says-other-event-detail")),
        "refunded" => red(&t!("gate-says-refunded"), &t!("gate-says-refunded-detail")),
        "test_ticket" => red(&t!("gate-says-test"), &t!("gate-says-test-detail")),
        "void" => red(&t!("gate-says-revoked"), &t!("gate-says-revoked-detail")),
        "transfer_pending" => red(&t!("gate-says-passed-on"), &t!("gate-says-passed-on-detail")),
        "listed" => red(&t!("gate-says-resale"), &t!("gate-says-resale-detail")),
        "too_early" => red(&t!("gate-says-early"), &early(evening)),
        "expired" => red(&t!("gate-says-expired"), &t!("gate-says-expired-detail")),
        "forged" => red(&t!("gate-says-forged"), &t!("gate-says-forged-detail")),
        "wrong_zone" => red(&t!("gate-says-wrong-zone"), &zones(verdict)),
        "mistyped" => red(&t!("gate-says-mistyped"), &t!("gate-says-mistyped-detail")),
        "unknown" => red(&t!("gate-says-unknown"), &t!("gate-says-unknown-detail")),
        other => red(&t!("gate-says-other"), &t!("gate-says-other-detail", other = other)),
    }
}

/// `This ticket does not open Lounge. It opens the main entrance and Backstage.`
fn zones(verdict: &Verdict) -> String {
    let says = match (&verdict.zone, verdict.zones.as_slice()) {
        (None, []) => t!("gate-zones-here"),
        (None, opens) => t!("gate-zones-here-others", opens = opens.join(", ")),
        (Some(zone), []) => t!("gate-zones", zone = zone),
        (Some(zone), opens) => t!("gate-zones-others", zone = zone, opens = opens.join(", ")),
    };
    says.into_owned()
}

fn admitted(verdict: &Verdict, evening: Evening) -> Told {
    if let Some(zone) = &verdict.zone {
        let entered = verdict.first_at.is_some();
        let detail = if entered { String::new() } else { t!("gate-not-at-entrance").into_owned() };
        return Told { ruling: Ruling::Admit, reason: zone.clone(), detail };
    }
    let reason = verdict.ticket_type.clone().filter(|t| !t.is_empty()).unwrap_or_else(|| t!("gate-valid").into_owned());
    let late = verdict.first_at.filter(|at| verdict.repeated && *at + SAME_LOOK < evening.now);
    match late {
        // The same press again, from a page that lay open: whoever stands there now may be another person.
        Some(_) => Told {
            ruling: Ruling::Check,
            reason: t!("gate-let-in-before").into_owned(),
            detail: t!("gate-one-person", used = used(verdict, evening)).into_owned(),
        },
        None if evening.test => Told {
            ruling: Ruling::Admit,
            reason: t!("gate-test-reason", reason = reason).into_owned(),
            detail: t!("gate-test-ticket").into_owned(),
        },
        None => Told { ruling: Ruling::Admit, reason, detail: String::new() },
    }
}

/// `At 19:12, gate A`; the day too, if it was not today.
fn used(verdict: &Verdict, evening: Evening) -> String {
    let Some(at) = verdict.first_at else { return t!("gate-used-before").into_owned() };
    let today = evening.zone.local(at).date_naive() == evening.zone.local(evening.now).date_naive();
    let when = if today {
        t!("gate-used-today", time = Moment::clock(at, evening.zone).text()).into_owned()
    } else {
        Moment::full(at, evening.zone).text()
    };
    match verdict.first_gate.as_deref().filter(|g| !g.is_empty()) {
        Some(gate) => t!("gate-used-gate", when = when, gate = gate).into_owned(),
        None => when,
    }
}

fn early(evening: Evening) -> String {
    let Some(doors) = evening.doors else { return t!("gate-not-open").into_owned() };
    t!("gate-opens-at", moment = Moment::full(doors - OPENS_BEFORE, evening.zone).with_zone().text()).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::DateTime;

    use super::*;
    use crate::gate::samples::REASONS;
    use crate::tickets::TicketStatus;

    const SCAN_SQL: &str = include_str!("../../sql/functions/boxoffice.scan.sql");
    const DOOR: &str = include_str!("../door/mod.rs");

    fn evening() -> Evening {
        let doors = DateTime::parse_from_rfc3339("2026-03-14T10:45:00Z").unwrap().to_utc();
        Evening { test: false, zone: "Asia/Hong_Kong".parse().unwrap(), doors: Some(doors), now: doors + Duration::minutes(30) }
    }

    fn verdict(reason: &str) -> Verdict {
        Verdict {
            admitted: reason == "admitted",
            reason: reason.to_owned(),
            first_at: Some(evening().now - Duration::minutes(3)),
            first_gate: Some("A".to_owned()),
            attendee: Some("Mei Chan".to_owned()),
            ticket_type: Some("Stalls".to_owned()),
            zone: None,
            zones: Vec::new(),
            repeated: false,
        }
    }

    /// Every literal a scan can answer with: those in the function, the code's own, and every status but the valid ones.
    fn reasons() -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for part in SCAN_SQL.split("reason := '").skip(1) {
            found.extend(part.split('\'').next().map(str::to_owned));
        }
        for part in DOOR.split("(None, Some(\"").skip(1) {
            found.extend(part.split('"').next().map(str::to_owned));
        }
        for status in TicketStatus::ALL {
            if !matches!(status, TicketStatus::Valid | TicketStatus::CheckedIn) {
                found.insert(status.as_str().to_owned());
            }
        }
        found
    }

    #[test]
    fn every_reason_of_the_scan_has_words_of_its_own() {
        let all = reasons();
        for expected in REASONS {
            assert!(all.contains(expected), "{expected} is no longer in {all:?}");
        }
        let mut words = BTreeSet::new();
        for reason in &all {
            let told = told(&verdict(reason), evening());
            assert_ne!(told.reason, "Does not admit", "{reason} has no words");
            assert_eq!(told.ruling == Ruling::Admit, reason == "admitted", "{reason}");
            assert!(words.insert(told.reason.clone()), "two reasons say “{}”", told.reason);
        }
    }

    #[test]
    fn the_hours_before_doors_are_those_of_the_database() {
        assert!(SCAN_SQL.contains(&format!("interval '{} hours'", OPENS_BEFORE.num_hours())));
        assert_eq!(
            told(&verdict("too_early"), evening()).detail,
            "This door lets people in from Sat 14 March 2026, 14:45 Hong Kong time on."
        );
    }

    #[test]
    fn a_used_ticket_says_when_and_where_by_the_clock_of_the_place() {
        assert_eq!(told(&verdict("already_used"), evening()).message(), "Already used. Today at 19:12, gate A");
        let yesterday = Verdict { first_at: Some(evening().now - Duration::days(1)), first_gate: None, ..verdict("already_used") };
        assert_eq!(told(&yesterday, evening()).detail, "Fri 13 March 2026, 19:15");
    }

    #[test]
    fn the_same_press_again_is_green_at_once_and_amber_later() {
        let again = |seconds| Verdict { repeated: true, first_at: Some(evening().now - Duration::seconds(seconds)), ..verdict("admitted") };
        assert_eq!(told(&again(2), evening()).ruling, Ruling::Admit);
        let late = told(&again(60), evening());
        assert_eq!((late.ruling, late.reason.as_str()), (Ruling::Check, "Let in before"));
    }

    #[test]
    fn a_zone_says_what_the_ticket_opens() {
        let at = |reason: &str, zones: &[&str]| Verdict {
            zone: Some("Lounge".to_owned()),
            zones: zones.iter().map(|z| (*z).to_owned()).collect(),
            ..verdict(reason)
        };
        assert_eq!(
            told(&at("wrong_zone", &["Backstage", "Foyer"]), evening()).message(),
            "Not for this zone. This ticket does not open Lounge. It opens the main entrance, Backstage, Foyer."
        );
        assert_eq!(told(&at("wrong_zone", &[]), evening()).detail, "This ticket does not open Lounge. It opens the main entrance alone.");
        let again = Verdict { repeated: true, first_at: Some(evening().now - Duration::hours(1)), ..at("admitted", &["Lounge"]) };
        assert_eq!((told(&again, evening()).ruling, told(&again, evening()).message()), (Ruling::Admit, "Lounge".to_owned()));
        let around = Verdict { first_at: None, ..at("admitted", &["Lounge"]) };
        assert_eq!(told(&around, evening()).detail, "This ticket was not scanned at the main entrance yet.");
    }

    #[test]
    fn a_test_says_so_in_plain_sight() {
        let told = told(&verdict("admitted"), Evening { test: true, ..evening() });
        assert_eq!((told.ruling, told.reason.as_str()), (Ruling::Admit, "TEST: Stalls"));
    }

    #[test]
    fn what_nobody_foresaw_is_red() {
        assert_eq!(told(&verdict("lost_in_space"), evening()).ruling, Ruling::Refuse);
    }
}
