//! `callboard import`.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

use serde_json::Value;

use crate::house::{House, told};

/// Types the command.
fn import(house: &House, files: &[PathBuf; 2], organization: &str, more: &[&str]) -> Output {
    let mut command = house.command(&["import", "lcsd", "--organization", organization]);
    house.run(command.arg("--events").arg(&files[0]).arg("--venues").arg(&files[1]).args(more))
}

fn outcome(house: &House, files: &[PathBuf; 2], more: &[&str]) -> Value {
    let output = import(house, files, "harbour arts", &[&["--json"], more].concat());
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["outcome"].clone()
}

fn fixture() -> [PathBuf; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    ["lcsd-events.xml", "lcsd-venues.xml"].map(|file| folder.join(file))
}

fn counts(outcome: &Value) -> [u64; 6] {
    ["created", "changed", "unchanged", "kept", "on_sale", "drafts"].map(|field| outcome[field].as_u64().unwrap())
}

#[tokio::test]
async fn what_the_dry_run_says_is_what_the_import_does_and_again_it_does_nothing() {
    let house = House::new().await;
    let dry = outcome(&house, &fixture(), &["--capacity", "80", "--dry-run"]);
    assert_eq!(house.number("SELECT count(*) FROM events").await, 0);
    let report = house.folder.path().join("report.csv");
    let first = outcome(&house, &fixture(), &["--capacity", "80", "--report", report.to_str().unwrap()]);
    assert_eq!(first, dry);
    assert_eq!(counts(&first), [5, 0, 0, 0, 3, 2], "{first:#}");
    let both = "SELECT count(*) FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.name = 'Concert on a Winter Night' AND e.names ->> 'zh-Hant' = '冬夜音樂會'
                  AND v.names ->> 'zh-Hant' LIKE '香港文化中心%' AND e.timezone = 'Asia/Hong_Kong' AND e.starts_at = '2024-12-21T09:30:00Z' AND e.status = 'published'";
    assert_eq!(house.number(both).await, 1);
    let prices = "SELECT count(*) FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE e.import_entry = '1' AND t.price_minor IN (52000, 7000)";
    assert_eq!(house.number(prices).await, 2);
    let audited = "SELECT count(*) FROM audit.events WHERE action = 'event.imported' AND system_why = 'import a listing'";
    assert_eq!(house.number(audited).await, 5);

    let told = std::fs::read_to_string(&report).unwrap();
    for line in [
        "\"value refused\",\"1\",\"event.urle\",\"ask at the counter\",\"listing.address_unusable\"",
        "\"value refused\",\"4\",\"event.venueid\",\"9999\",\"listing.venue_unknown\"",
        "\"row refused\",\"4\",\"event.id\",\"4\",\"listing.id_duplicate\"",
        "\"draft\",\"3\",\"event.predateE\",\"Every Thu 1430-1630 | 逢星期四 1430-1630\",\"listing.date_recurring\"",
    ] {
        assert!(told.contains(line), "{line} is missing in\n{told}");
    }
    assert_eq!(counts(&outcome(&house, &fixture(), &["--capacity", "80"])), [0, 0, 5, 0, 0, 0]);
}

#[tokio::test]
async fn called_wrongly_it_says_what_would_be_right() {
    let house = House::new().await;
    let nobody = import(&house, &fixture(), "Nobody", &[]);
    assert_eq!(nobody.status.code(), Some(2));
    let said = told(&nobody);
    assert!(said.contains("harbour-arts") && said.contains("somebody-else"), "{said}");
    let no_file = import(&house, &["/nowhere.xml".into(), fixture()[1].clone()], "harbour-arts", &[]);
    assert_eq!(no_file.status.code(), Some(2));
    assert!(told(&no_file).contains("/nowhere.xml"));
    let swapped = import(&house, &[fixture()[1].clone(), fixture()[0].clone()], "harbour-arts", &[]);
    assert_eq!(swapped.status.code(), Some(2), "the venues' file is no events' file");
    assert_eq!(import(&house, &fixture(), "harbour-arts", &["--capacity", "0"]).status.code(), Some(2));
    assert_eq!(house.number("SELECT count(*) FROM events").await, 0);
}

/// The published listing, where it is on this machine.
#[tokio::test]
async fn the_published_listing_comes_in_whole_and_once() {
    let file = |what| real_input::file(&format!("event-listings/hk-lcsd-cultural-programmes-2024-12.{what}.xml"));
    let (Some(events), Some(venues)) = (file("events"), file("venues")) else { return };
    let files = [events, venues];
    let house = House::new().await;
    let dry = outcome(&house, &files, &["--capacity", "80", "--dry-run"]);
    let since = Instant::now();
    let first = outcome(&house, &files, &["--capacity", "80"]);
    println!("imported in {:.1} s", since.elapsed().as_secs_f64());
    assert_eq!(first, dry);
    // 403 entries with plain dates give 960 events, the other 638 a draft each.
    assert_eq!(counts(&first), [1_598, 0, 0, 0, 434, 1_164]);
    assert_eq!(first["venues_created"], 134);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE status = 'draft' AND draft_reason = ''").await, 0, "every draft says why");
    assert_eq!(
        house.number("SELECT count(*) FROM events WHERE source_texts ->> 'titlec' IS NULL OR source_texts ->> 'predateE' IS NULL").await,
        0
    );
    assert_eq!(house.number("SELECT count(*) FROM pools WHERE kind = 'event' AND capacity = 80").await, 434);
    let dated = house.number("SELECT count(DISTINCT import_entry) FROM events WHERE starts_at IS NOT NULL OR first_day IS NOT NULL").await;
    assert!(dated * 100 >= 1_041 * 95, "{dated} of 1,041 entries have a right date");
    let priced = "SELECT count(DISTINCT e.import_entry) FROM events e JOIN ticket_types t ON t.event_id = e.id WHERE e.source_texts ->> 'pricee' <> ''";
    let priced = house.number(priced).await;
    assert!(priced * 100 >= 312 * 85, "{priced} of 312 entries with a price text have ticket types");
    assert_eq!(
        house.number("SELECT count(*) FROM events WHERE source_texts ->> 'predateE' = 'Jul-Dec 2024 (Every Fri) 0930-1130' AND starts_at IS NULL AND first_day = '2024-07-05' AND last_day = '2024-12-27' AND draft_reason LIKE 'it is from 5 July 2024 to 27 December 2024; it repeats%'").await,
        house.number("SELECT count(*) FROM events WHERE source_texts ->> 'predateE' = 'Jul-Dec 2024 (Every Fri) 0930-1130'").await
    );
    println!("{dated} dated, {priced} priced");
    let second = outcome(&house, &files, &["--capacity", "80"]);
    assert_eq!(counts(&second), [0, 0, 1_598, 0, 0, 0]);
    // What an earlier program did not understand is told by the next import, once.
    house.sql("UPDATE events SET first_day = NULL, last_day = NULL, version = version + 1, import_version = version + 1 WHERE starts_at IS NULL").await;
    let third = counts(&outcome(&house, &files, &["--capacity", "80"]));
    assert!(third[1] > 500 && third[3] == 0, "{third:?}");
    assert_eq!(counts(&outcome(&house, &files, &["--capacity", "80"])), [0, 0, 1_598, 0, 0, 0]);
}
