//! `callboard import programme`.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use crate::house::{House, told};

/// A house with one event in this zone.
async fn house(zone: &str) -> House {
    let house = House::new().await;
    house
        .sql(&format!(
            "INSERT INTO events (id, organization_id, slug, name, timezone, currency, starts_at)
             SELECT gen_random_uuid(), id, 'fair-x', 'Fair', '{zone}', 'HKD', '2024-12-21T00:00Z' FROM organizations WHERE slug = 'harbour-arts'"
        ))
        .await;
    house
}

fn import(house: &House, file: &PathBuf, more: &[&str]) -> Output {
    let mut command = house.command(&["import", "programme", "--event", "fair-x"]);
    house.run(command.arg(file).args(more))
}

/// The JSON answer with its exit code.
fn outcome(house: &House, file: &PathBuf, more: &[&str]) -> (i32, Value) {
    let output = import(house, file, &[&["--json"], more].concat());
    let mut answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", told(&output)));
    for field in ["seconds", "dry_run"] {
        answer.as_object_mut().unwrap().remove(field);
    }
    (output.status.code().unwrap(), answer)
}

fn counts(answer: &Value) -> [u64; 5] {
    let of = |field: &str| answer["counts"][field].as_u64().unwrap();
    [of("added"), of("changed"), of("removed"), of("kept"), answer["unchanged"].as_u64().unwrap()]
}

fn fixture(house: &House, change: impl Fn(String) -> String) -> PathBuf {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/programme.xml")).unwrap();
    let path = house.folder.path().join("programme.xml");
    std::fs::write(&path, change(text)).unwrap();
    path
}

const ITEMS: &str = "SELECT count(*) FROM programme_items WHERE removed_at IS NULL";

#[tokio::test]
async fn a_dry_run_says_what_the_import_does_and_again_it_does_nothing() {
    let house = house("Asia/Hong_Kong").await;
    let file = fixture(&house, |text| text);
    let report = house.folder.path().join("report.csv");
    let dry = outcome(&house, &file, &["--dry-run"]);
    assert_eq!(house.number(ITEMS).await, 0);
    assert_eq!(house.number("SELECT count(*) FROM audit.events WHERE action = 'programme.imported'").await, 0);
    let first = outcome(&house, &file, &["--report", report.to_str().unwrap()]);
    assert_eq!(first, dry);
    assert_eq!((first.0, counts(&first.1)), (4, [3, 0, 0, 0, 0]), "{:#}", first.1);
    assert!(
        std::fs::read_to_string(&report).unwrap().contains("\"row refused\",\"c\",\"duration\",\"long\",\"programme.duration_unusable\"")
    );
    let right =
        "SELECT count(*) FROM programme_items WHERE title = 'Opening' AND starts_at = '2024-12-21T02:00Z' AND ends_at = '2024-12-21T02:25Z'
                   AND stage = 'Hall' AND track = 'Main' AND people = '{Ada}'";
    assert_eq!(house.number(right).await, 1);
    assert_eq!(
        house.number("SELECT count(*) FROM audit.events WHERE action = 'programme.imported' AND system_why = 'import a programme'").await,
        1
    );

    assert_eq!(counts(&outcome(&house, &file, &[]).1), [0, 0, 0, 0, 3]);
    assert_eq!(
        house.number("SELECT count(*) FROM audit.events WHERE action = 'programme.imported'").await,
        1,
        "nothing happened, so nothing is noted"
    );
}

#[tokio::test]
async fn a_later_file_updates_what_an_import_made_and_leaves_the_rest_alone() {
    let house = house("Asia/Hong_Kong").await;
    let good = fixture(&house, |text| text.replace("long", "01:00"));
    assert_eq!(outcome(&house, &good, &[]).0, 0);
    house.sql("UPDATE programme_items SET title = 'Second, as we call it', version = version + 1 WHERE import_id = 'b'").await;
    house
        .sql("INSERT INTO programme_items (id, organization_id, event_id, title) SELECT gen_random_uuid(), organization_id, id, 'By hand' FROM events")
        .await;
    // One changes, one is gone, one is refused now: what was made of it stays.
    let later = fixture(&house, |text| {
        text.replace("Opening", "Grand opening").replace("<event guid=\"d\" id=\"4\"><start>13:00</start><title>Last</title></event>", "")
    });
    let (code, answer) = outcome(&house, &later, &[]);
    assert_eq!((code, counts(&answer)), (4, [0, 1, 1, 1, 0]), "{answer:#}");
    let titles = "SELECT count(*) FROM programme_items WHERE removed_at IS NULL AND title IN ('Grand opening', 'Second, as we call it', 'Refused', 'By hand')";
    assert_eq!((house.number(titles).await, house.number(ITEMS).await), (4, 4));
    // Another source's file touches nothing of this one's.
    let (_, other) = outcome(&house, &fixture(&house, |text| text.replace("guid=\"", "guid=\"x")), &["--source", "other"]);
    assert_eq!(counts(&other), [3, 0, 0, 0, 0]);
    assert_eq!(house.number(ITEMS).await, 7);
}

#[tokio::test]
async fn called_wrongly_it_says_what_would_be_right() {
    let house = house("Asia/Hong_Kong").await;
    let file = fixture(&house, |text| text);
    let run = |words: &[&str], file: &PathBuf| {
        let mut command = house.command(&[&["import", "programme"], words].concat());
        let output = house.run(command.arg(file));
        (output.status.code().unwrap(), told(&output))
    };
    let (code, said) = run(&["--event", "nowhere"], &file);
    assert!(code == 2 && said.contains("nowhere"), "{said}");
    assert_eq!(run(&["--event", "fair-x"], &"/nowhere.ics".into()).0, 2);
    assert_eq!(run(&["--event", "fair-x", "--source", "Not Good"], &file).0, 2);
    let (code, said) = run(&["--event", "fair-x", "--format", "ics"], &file);
    assert!(code == 2 && said.contains("iCalendar"), "{said}");
    let nothing = fixture(&house, |text| text.replace("guid=", "x=").replace(" id=", " y="));
    assert_eq!(run(&["--event", "fair-x"], &nothing).0, 5, "no row could be taken");
    assert_eq!(house.number(ITEMS).await, 0);
}

/// The published programmes, where they are on this machine.
#[tokio::test]
async fn fosdem_2025_and_emf_2024_become_programmes_of_an_event() {
    let (Some(fosdem), Some(emf)) =
        (real_input::file("programme/fosdem-2025.pentabarf.xml"), real_input::file("programme/emf-2024.schedule.ics"))
    else {
        return;
    };
    for (file, zone, sessions) in [(fosdem, "Europe/Brussels", 943), (emf, "Europe/London", 482)] {
        let house = house(zone).await;
        let dry = outcome(&house, &file, &["--dry-run"]);
        let first = outcome(&house, &file, &[]);
        assert_eq!(first, dry);
        assert_eq!((first.0, counts(&first.1)), (0, [sessions, 0, 0, 0, 0]), "{:#}", first.1["refused"]);
        assert_eq!(counts(&outcome(&house, &file, &[]).1), [0, 0, 0, 0, sessions]);
        assert_eq!(house.number(ITEMS).await, i64::try_from(sessions).unwrap());
        assert_eq!(house.number("SELECT count(*) FROM programme_items WHERE starts_at IS NULL OR ends_at IS NULL OR stage = ''").await, 0);
    }
}
