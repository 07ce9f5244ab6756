//! A listing comes in, again and again, and what people did meanwhile stays.

use std::sync::Arc;

use boxoffice::holds::Held;
use boxoffice::listing_import::{Action, Asking, Import, ListedEntry, ListedVenue, Listing, Outcome};
use chrono::Duration;
use platform_types::{Currency, EventId, Money, TicketTypeId, Timestamp};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection};

use super::house::House;

fn hkd(minor: i64) -> Money {
    Money::new(minor, Currency::HKD)
}

fn entry(id: &str, times: &[Timestamp], asking: Asking, doubts: &[&str]) -> ListedEntry {
    ListedEntry {
        id: id.to_owned(),
        name: format!("Night {id}"),
        names: json!({"zh-Hant": format!("夜 {id}")}),
        category: "music",
        description: "What it is".to_owned(),
        descriptions: json!({}),
        presenter: "Somebody".to_owned(),
        age_limit: String::new(),
        venue: Some("hall".to_owned()),
        times: times.iter().map(|t| (*t, None)).collect(),
        days: None,
        asking,
        doubts: doubts.iter().map(|d| (*d).to_owned()).collect(),
        texts: json!({"titlee": format!("Night {id}"), "pricee": "word for word"}),
    }
}

/// Two dates with two prices, a free one, one that nobody understood, one whose price is too low to charge.
fn listing(now: Timestamp) -> Listing {
    let day = |n| now + Duration::days(n);
    Listing {
        source: "test",
        zone: "Asia/Hong_Kong".parse().unwrap(),
        currency: Currency::HKD,
        venues: vec![ListedVenue {
            id: "hall".to_owned(),
            name: "The Hall".to_owned(),
            names: json!({"zh-Hant": "大堂"}),
            city: "Hong Kong".to_owned(),
            country: "HK".to_owned(),
            position: None,
        }],
        entries: vec![
            entry("1", &[day(1), day(2)], Asking::Tiers(vec![hkd(50_000), hkd(20_000)]), &[]),
            entry("2", &[day(3)], Asking::Free, &[]),
            entry("3", &[], Asking::Unknown, &["it repeats by a rule", "the listing gives no price"]),
            entry("4", &[day(-1)], Asking::Free, &[]),
        ],
    }
}

async fn import(house: &House, listing: &Listing, capacity: Option<i32>, dry_run: bool) -> Outcome {
    let import = Import {
        db: house.db.clone(),
        entropy: house.entropy.clone(),
        payments: Arc::new(super::house::Bank::default()),
        organization: house.organization,
        capacity,
        dry_run,
    };
    import.run(listing, &mut |_| {}).await.unwrap()
}

/// Everything an import could change, as one text; the audit's rows among it.
async fn state(house: &House) -> String {
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    let mut all = String::new();
    for table in ["events", "venues", "ticket_types", "pools", "ticket_type_pools"] {
        let sql = format!("SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]')::text FROM {table} t");
        all += &sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_one(&mut owner).await.unwrap();
    }
    let audits: i64 = sqlx::query_scalar("SELECT count(*) FROM audit.events").fetch_one(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    format!("{all}{audits}")
}

async fn imported(house: &House, import_id: &str) -> (EventId, String, String) {
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    let row: (uuid::Uuid, String, String) = sqlx::query_as("SELECT id, status, draft_reason FROM events WHERE import_id = $1")
        .bind(import_id)
        .fetch_one(&mut owner)
        .await
        .unwrap();
    owner.close().await.unwrap();
    (row.0.into(), row.1, row.2)
}

fn counts(outcome: &Outcome) -> [usize; 6] {
    [outcome.created, outcome.changed, outcome.unchanged, outcome.kept, outcome.on_sale, outcome.drafts]
}

async fn first_type(house: &House, event: EventId) -> TicketTypeId {
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM ticket_types WHERE event_id = $1 ORDER BY position")
        .bind(event.0)
        .fetch_one(&mut owner)
        .await
        .unwrap();
    owner.close().await.unwrap();
    id.into()
}

fn key(listing: &Listing, at: Timestamp, entry: &str) -> String {
    format!("{entry}@{}", listing.zone.local(at).format("%Y-%m-%dT%H:%M"))
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_says_what_the_import_then_does() {
    let house = House::with_capacity(1).await;
    let listing = listing(house.clock.now());
    for capacity in [None, Some(30)] {
        let before = state(&house).await;
        let dry = import(&house, &listing, capacity, true).await;
        assert_eq!(state(&house).await, before, "a dry run changes nothing");
        assert_eq!(import(&house, &listing, capacity, false).await, dry, "and says exactly what then happens");
    }
}

#[tokio::test]
async fn importing_again_changes_nothing() {
    let house = House::with_capacity(1).await;
    let listing = listing(house.clock.now());
    let first = import(&house, &listing, Some(30), false).await;
    assert_eq!(counts(&first), [5, 0, 0, 0, 3, 2], "{:#?}", first.lines);
    assert_eq!((first.venues_created, first.ticket_types), (1, 6));
    // A new name of the organization is copied to its events, and is nobody's edit of them.
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    sqlx::query("UPDATE organizations SET name = 'Another name'").execute(&mut owner).await.unwrap();
    let edited: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE import_version <> version").fetch_one(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    assert_eq!(edited, 0);
    let before = state(&house).await;
    let second = import(&house, &listing, Some(30), false).await;
    assert_eq!(counts(&second), [0, 0, 5, 0, 0, 0], "{:#?}", second.lines);
    assert_eq!((second.venues_created, second.ticket_types), (0, 0));
    assert_eq!(state(&house).await, before, "not even an audit row is added");
}

#[tokio::test]
async fn without_a_capacity_nothing_is_on_sale_and_a_later_one_opens_what_waited() {
    let house = House::with_capacity(1).await;
    let listing = listing(house.clock.now());
    let first = import(&house, &listing, None, false).await;
    assert_eq!(counts(&first), [5, 0, 0, 0, 0, 5]);
    let (event, status, reason) = imported(&house, &key(&listing, listing.entries[0].times[0].0, "1")).await;
    assert_eq!((status.as_str(), reason.as_str()), ("draft", "the listing gives no capacity; set how many people may come"));
    let second = import(&house, &listing, Some(30), false).await;
    assert_eq!(counts(&second), [0, 3, 2, 0, 3, 0], "{:#?}", second.lines);
    let held = house.shop.claims().claim(&house.guest(), event, &[(first_type(&house, event).await, 2)]).await;
    assert!(matches!(held, Ok(Held { .. })), "what is on sale can be had: {held:?}");
    assert_eq!(counts(&import(&house, &listing, Some(30), false).await)[..2], [0, 0]);
}

#[tokio::test]
async fn what_was_not_understood_is_a_draft_with_its_reason_and_its_words() {
    let house = House::with_capacity(1).await;
    let listing = listing(house.clock.now());
    import(&house, &listing, Some(30), false).await;
    let (_, status, reason) = imported(&house, "3").await;
    assert_eq!((status.as_str(), reason.as_str()), ("draft", "it repeats by a rule; the listing gives no price"));
    let (_, status, reason) = imported(&house, &key(&listing, listing.entries[3].times[0].0, "4")).await;
    assert_eq!((status.as_str(), reason.as_str()), ("draft", "this date has passed"));
    let words = house.number("SELECT count(*) FROM events WHERE source_texts ->> 'pricee' = 'word for word'").await;
    assert_eq!(words, 5, "every text of the source is kept");
    let named = house.number("SELECT count(*) FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.names ->> 'zh-Hant' LIKE '夜%' AND v.names ->> 'zh-Hant' = '大堂' AND e.timezone = 'Asia/Hong_Kong'").await;
    assert_eq!(named, 5);
}

#[tokio::test]
async fn what_people_edited_or_bought_is_never_touched() {
    let house = House::with_capacity(1).await;
    let mut listing = listing(house.clock.now());
    import(&house, &listing, Some(30), false).await;
    let times: Vec<Timestamp> = listing.entries[0].times.iter().map(|t| t.0).collect();
    let (sold, ..) = imported(&house, &key(&listing, times[0], "1")).await;
    let (edited, ..) = imported(&house, &key(&listing, times[1], "1")).await;
    house.shop.claims().claim(&house.guest(), sold, &[(first_type(&house, sold).await, 1)]).await.unwrap();
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    sqlx::query("UPDATE events SET presenter = 'Changed by hand' WHERE id = $1").bind(edited.0).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();

    // The listing changes its words: what nobody touched follows, the rest is named.
    for entry in &mut listing.entries {
        entry.name = format!("New {}", entry.name);
        entry.texts = json!({"titlee": entry.name, "pricee": "word for word"});
    }
    let second = import(&house, &listing, Some(30), false).await;
    assert_eq!((second.created, second.changed, second.kept), (0, 3, 2), "{:#?}", second.lines);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE import_source = 'test' AND name LIKE 'New %'").await, 3);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE presenter = 'Changed by hand'").await, 1);

    // And drops both dates and the free night: the free one goes back to a draft, the others are a person's to decide.
    for at in [0, 1] {
        listing.entries[at].times = vec![(house.clock.now() + Duration::days(9), None)];
    }
    let third = import(&house, &listing, Some(30), false).await;
    let taken_back: Vec<_> = third.lines.iter().filter(|l| l.action == Action::TakeBack).map(|l| l.entry.as_str()).collect();
    assert_eq!((third.created, third.kept, taken_back), (2, 2, vec!["2"]), "{:#?}", third.lines);
    house.assert_sound().await;
    assert_eq!(counts(&import(&house, &listing, Some(30), false).await)[..2], [0, 0]);
}

#[tokio::test]
async fn a_date_that_comes_later_takes_over_its_draft() {
    let house = House::with_capacity(1).await;
    let mut listing = listing(house.clock.now());
    import(&house, &listing, Some(30), false).await;
    let (draft, ..) = imported(&house, "3").await;
    let at = house.clock.now() + Duration::days(20);
    listing.entries[2] = entry("3", &[at], Asking::Tiers(vec![hkd(10_000)]), &[]);
    listing.entries[2].texts = json!({"titlee": "Night 3", "predateE": "understood now"});
    let second = import(&house, &listing, Some(30), false).await;
    assert_eq!((second.created, second.changed, second.on_sale), (0, 1, 1), "{:#?}", second.lines);
    let (event, status, _) = imported(&house, &key(&listing, at, "3")).await;
    assert_eq!((event, status.as_str()), (draft, "published"));
}

#[tokio::test]
async fn rows_that_do_not_fit_are_refused_by_name_and_the_others_come_in() {
    let house = House::with_capacity(1).await;
    let mut listing = listing(house.clock.now());
    listing.entries[1].presenter = "x".repeat(501);
    listing.entries.push(entry("1", &[], Asking::Free, &["twice"]));
    let outcome = import(&house, &listing, Some(30), false).await;
    let refused: Vec<_> = outcome.refused.iter().map(|r| (r.row.as_str(), r.field)).collect();
    assert_eq!(refused, [("2", "presenter"), ("1", "id")]);
    assert_eq!(outcome.created, 4);
}

#[tokio::test]
async fn a_place_follows_the_listing_until_a_person_changes_it() {
    let house = House::with_capacity(1).await;
    let mut listing = listing(house.clock.now());
    import(&house, &listing, Some(30), false).await;
    let venues = |o: &Outcome| (o.venues_created, o.venues_known, o.venues_changed, o.venues_kept.clone());
    for (name, city) in [("The Great Hall", "Hong Kong"), ("The Greatest Hall", "Kowloon")] {
        listing.venues[0].name = name.to_owned();
        listing.venues[0].city = city.to_owned();
        let before = state(&house).await;
        let dry = import(&house, &listing, Some(30), true).await;
        assert_eq!(state(&house).await, before);
        let real = import(&house, &listing, Some(30), false).await;
        assert_eq!((venues(&real), &real), ((0, 0, 1, vec![]), &dry));
        assert_eq!(venues(&import(&house, &listing, Some(30), false).await), (0, 1, 0, vec![]), "once is enough");
    }
    assert_eq!(
        house
            .number("SELECT count(*) FROM venues WHERE name = 'The Greatest Hall' AND city = 'Kowloon' AND timezone = 'Asia/Hong_Kong'")
            .await,
        1
    );
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    sqlx::query("UPDATE venues SET address = '1 Hall Road'").execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    assert_eq!(venues(&import(&house, &listing, Some(30), false).await), (0, 1, 0, vec![]), "the listing says nothing new");
    listing.venues[0].name = "Another Hall".to_owned();
    assert_eq!(venues(&import(&house, &listing, Some(30), false).await), (0, 0, 0, vec!["Another Hall".to_owned()]));
    assert_eq!(house.number("SELECT count(*) FROM venues WHERE name = 'The Greatest Hall' AND address = '1 Hall Road'").await, 1);
}
