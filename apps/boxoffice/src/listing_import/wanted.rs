//! From an entry of the listing to the events it asks for. Pure.

use platform_types::{Money, Timestamp, Zone};

use super::{Asking, ListedEntry};

/// One event as the listing and the person who imports want it.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'a> {
    /// Unique within organization and source: the entry and, where it is known, the wall clocks' time.
    pub id: String,
    /// What the listing says.
    pub entry: &'a ListedEntry,
    /// Its begin.
    pub starts_at: Option<Timestamp>,
    /// Its end.
    pub ends_at: Option<Timestamp>,
    /// Why it cannot go on sale; nothing when it can.
    pub draft_reason: Option<String>,
}

/// What decides besides the listing.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    /// How many people each event may have.
    pub capacity: Option<i32>,
    /// Now.
    pub now: Timestamp,
    /// Of the listing.
    pub zone: Zone,
    /// Why the payment provider cannot charge an amount.
    pub refusal: &'a (dyn Fn(Money) -> Option<String> + Sync),
}

/// All events of an entry. One without plain times is one event without a time.
pub(super) fn events_of<'a>(entry: &'a ListedEntry, terms: Terms<'_>) -> Vec<Wanted<'a>> {
    if entry.times.is_empty() {
        return vec![Wanted {
            id: entry.id.clone(),
            entry,
            starts_at: None,
            ends_at: None,
            draft_reason: Some(reason(entry, None, terms)),
        }];
    }
    let one = |&(starts_at, ends_at): &(Timestamp, Option<Timestamp>)| {
        let id = format!("{}@{}", entry.id, terms.zone.local(starts_at).format("%Y-%m-%dT%H:%M"));
        let draft_reason = Some(reason(entry, Some(starts_at), terms)).filter(|reason| !reason.is_empty());
        Wanted { id, entry, starts_at: Some(starts_at), ends_at, draft_reason }
    };
    entry.times.iter().map(one).collect()
}

/// Everything that stands in the way, for the organizer; empty when nothing does.
fn reason(entry: &ListedEntry, starts_at: Option<Timestamp>, terms: Terms<'_>) -> String {
    let mut reasons = entry.doubts.clone();
    if entry.venue.is_none() && entry.doubts.is_empty() {
        reasons.push("the listing does not say where it takes place".to_owned());
    }
    if starts_at.is_some_and(|at| at <= terms.now) {
        reasons.push("this date has passed".to_owned());
    }
    if let Asking::Tiers(tiers) = &entry.asking {
        reasons.extend(tiers.iter().find_map(|price| (terms.refusal)(*price)));
    }
    if terms.capacity.is_none() {
        reasons.push("the listing gives no capacity; set how many people may come".to_owned());
    }
    reasons.join("; ")
}

/// Names and prices of an entry's ticket types. The source does not say what each price buys, so the name does not either.
pub(super) fn ticket_types(asking: &Asking) -> Vec<(String, i64)> {
    match asking {
        Asking::Unknown => Vec::new(),
        Asking::Free => vec![("Free admission".to_owned(), 0)],
        Asking::Tiers(tiers) => match tiers.as_slice() {
            [one] => vec![("Ticket".to_owned(), one.minor)],
            many => many.iter().map(|price| (format!("Ticket at {price}"), price.minor)).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};
    use platform_types::Currency;
    use serde_json::json;

    use super::*;

    fn entry(times: Vec<(Timestamp, Option<Timestamp>)>, asking: Asking, doubts: Vec<String>) -> ListedEntry {
        ListedEntry {
            id: "7".to_owned(),
            name: "A night".to_owned(),
            names: json!({}),
            category: "",
            description: String::new(),
            descriptions: json!({}),
            presenter: String::new(),
            age_limit: String::new(),
            venue: Some("v".to_owned()),
            times,
            days: None,
            asking,
            doubts,
            texts: json!({}),
        }
    }

    fn terms(capacity: Option<i32>) -> Terms<'static> {
        let now = DateTime::from_timestamp(1_734_000_000, 0).unwrap();
        let refusal: &'static (dyn Fn(Money) -> Option<String> + Sync) =
            &|price| (price.minor < 400).then(|| "too little to charge".to_owned());
        Terms { capacity, now, zone: "Asia/Hong_Kong".parse().unwrap(), refusal }
    }

    #[test]
    fn each_time_is_an_event_and_goes_on_sale_only_when_nothing_is_open() {
        let now = terms(None).now;
        let times = vec![(now + Duration::days(1), None), (now - Duration::days(1), None)];
        let plain = entry(times.clone(), Asking::Free, vec![]);
        let reasons =
            |entry: &ListedEntry, capacity| events_of(entry, terms(capacity)).into_iter().map(|w| w.draft_reason).collect::<Vec<_>>();
        let passed = Some("this date has passed".to_owned());
        assert_eq!(reasons(&plain, Some(9)), [None, passed]);
        assert!(reasons(&plain, None).iter().all(|r| r.as_deref().is_some_and(|r| r.contains("no capacity"))));
        let doubtful = entry(times.clone(), Asking::Unknown, vec!["the listing gives no price".to_owned()]);
        assert!(reasons(&doubtful, Some(9)).iter().all(Option::is_some));
        let cheap = entry(times[..1].to_vec(), Asking::Tiers(vec![Money::new(100, Currency::HKD)]), vec![]);
        assert_eq!(reasons(&cheap, Some(9)), [Some("too little to charge".to_owned())]);
    }

    #[test]
    fn an_entry_without_a_time_is_one_draft_and_times_are_told_apart_by_the_wall_clock() {
        let none = entry(vec![], Asking::Free, vec!["no date".to_owned()]);
        let found = events_of(&none, terms(Some(5)));
        assert_eq!((found.len(), found[0].id.as_str(), found[0].draft_reason.as_deref()), (1, "7", Some("no date")));
        let at = "2024-12-21T09:30:00Z".parse().unwrap();
        let dated = entry(vec![(at, None)], Asking::Free, vec![]);
        assert_eq!(events_of(&dated, terms(Some(5)))[0].id, "7@2024-12-21T17:30");
    }
}
